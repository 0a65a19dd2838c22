"""`flir-iqa flow --input --output` as a user types it, and against the flow on Kafka."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flir_iqa.records import QualityRecord, RejectedRecord, read_result
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from recording.reader import open_recording
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import CHECKOUT, Topics

pytestmark = pytest.mark.integration

RECORDING = CHECKOUT / "samples" / "golden" / "samples.mcap"
FLOW = (sys.executable, "-m", "dataflow", "--input", str(RECORDING), "--output")


def run_flow(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*FLOW, *options], cwd=CHECKOUT, capture_output=True, text=True)


def results_in(path: Path) -> list[QualityRecord]:
    records = [read_result(line) for line in path.read_bytes().splitlines()]
    return [record for record in records if isinstance(record, QualityRecord)]


def test_the_same_frames_give_the_same_to_the_bit_through_kafka_and_without(
    kafka: KafkaSettings, topics: TopicSettings, make_flow: MakeFlow, tmp_path: Path
) -> None:
    names = topics.model_copy(update={"partitions": 4})
    io = Topics(kafka, names)
    flow = make_flow(on=names).start_reading()
    with open_recording(RECORDING) as recording:
        for message in recording.messages():
            io.put(message.key, message.value or b"", message.headers, message.partition)
    io.flush()
    io.wait_for(results=22, rejected=2)
    assert flow.terminate() == 0

    output = tmp_path / "scores.jsonl"
    ran = run_flow(str(output))
    assert ran.returncode == 0, ran.stderr
    assert "22 frames scored, 2 rejected" in ran.stderr

    def told(record: QualityRecord) -> QualityRecord:
        """What does not depend on the topic's name and on how long the frame waited."""
        return replace(record, frame_id=record.frame_id.removeprefix(names.frames), latency_ms=0.0)

    through_kafka = {told(record).frame_id: told(record) for partition in range(4) for record in io.results(partition)}
    without = [replace(told(r), frame_id=r.frame_id.removeprefix("thermal-frames")) for r in results_in(output)]
    assert {record.frame_id: record for record in without} == through_kafka

    lines = (tmp_path / "scores.rejected.jsonl").read_bytes().splitlines()
    assert [told_of(RejectedRecord.from_json(line)) for line in lines] == [told_of(each) for each in io.rejected(2)]


def told_of(record: RejectedRecord) -> RejectedRecord:
    return replace(record, timestamp="", frame_id=record.frame_id.rpartition("-")[2])


def test_two_runs_give_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    for name, options in (("a", ()), ("b", ("--threads", "2"))):
        assert run_flow(str(tmp_path / f"{name}.jsonl"), *options).returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".jsonl"] * 4


def test_standard_output_takes_the_results_alone() -> None:
    ran = run_flow("-")
    assert ran.returncode == 0
    assert len([read_result(line.encode()) for line in ran.stdout.splitlines()]) == 22
    assert ran.stderr.startswith("22 frames scored, 2 rejected (")


def test_a_full_disk_is_one_clear_line() -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([*FLOW, "-"], cwd=CHECKOUT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "Error: cannot write standard output: No space left on device"
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([str(RECORDING)], "Error: --output is the recording itself"),
        (["/no/such/folder/x.jsonl"], "its folder is not there"),
        (["/tmp/x.jsonl", "--input", "no-such.mcap"], "no-such.mcap"),  # noqa: S108 - nothing is written
    ],
)
def test_what_cannot_be_done_is_one_clear_line_before_the_work(options: list[str], said: str) -> None:
    ran = run_flow(*options)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


def test_input_and_output_belong_together() -> None:
    ran = subprocess.run([*FLOW[:-1]], cwd=CHECKOUT, capture_output=True, text=True)
    assert ran.returncode == 2
    assert "give both --input and --output" in ran.stderr
