"""`flir-iqa reconcile` over a real Kafka that a real flow wrote to: what adds up, and what was made not to."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import TopicPartition

from dataflow.origin import Origin
from dataflow.shed_counts import ShedNote
from plumbing.kafka.clients import make_admin
from plumbing.kafka.reading import headers_of
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic, result_topics, topic_id
from tests.dataflow.running import CHECKOUT, FlowProcess, Topics

pytestmark = pytest.mark.integration


def reconcile(kafka: KafkaSettings, names: TopicSettings, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    topics = [
        text for name in ("frames", "results", "rejected", "events") for text in (f"--{name}", getattr(names, name))
    ]
    command = [sys.executable, "-m", "reconcile", "--bootstrap", kafka.bootstrap, *topics, *options]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False)


def account(kafka: KafkaSettings, names: TopicSettings, *options: str) -> dict[str, Any]:
    """Run it for machines."""
    done = reconcile(kafka, names, "--json", *options)
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["adds_up"] else 1)
    return found


@pytest.fixture
def io(kafka: KafkaSettings, topics: TopicSettings) -> Topics:
    """Topics that are there, and hold nothing."""
    admin, _ = make_admin(kafka)
    ensure_topics(admin, [frame_topic(topics), *result_topics(topics, topics.partitions)], create=True)
    return Topics(kafka, topics)


class Forged:
    """Writes outcomes as a flow does."""

    def __init__(self, kafka: KafkaSettings, io: Topics) -> None:
        self._io = io
        self._headers = Origin(io.names.frames, topic_id(make_admin(kafka)[0], io.names.frames)).headers()

    def frames(self, camera: str, n_frames: int, partition: int = 0) -> None:
        for seq in range(n_frames):
            self._io.put_frame(camera, seq, partition, b"x")
        self._io.flush()

    def result(self, camera: str, offset: int, partition: int = 0, **shed: int) -> None:
        record = {"frame_id": f"{self._io.names.frames}-{partition}-{offset}", "camera_id": camera}
        self._put(self._io.names.results, record, partition, shed)

    def rejected(self, offset: int, partition: int = 0, **shed: int) -> None:
        record = {"frame_id": f"{self._io.names.frames}-{partition}-{offset}", "camera_id": None}
        self._put(self._io.names.rejected, record, partition, shed)

    def _put(self, topic: str, record: dict[str, Any], partition: int, shed: dict[str, int]) -> None:
        note = ShedNote({camera: (n_frames, n_frames) for camera, n_frames in shed.items()})
        self._io.put(b"key", json.dumps(record).encode(), [*self._headers, *note.headers()], partition, topic)
        self._io.flush()


@pytest.fixture
def forged(kafka: KafkaSettings, io: Topics) -> Forged:
    """A flow's outcomes, made by hand."""
    return Forged(kafka, io)


def test_what_a_flow_wrote_adds_up_and_a_record_written_again_does_not(
    kafka: KafkaSettings, io: Topics, topics: TopicSettings, tmp_path: Path
) -> None:
    with FlowProcess(kafka, topics, tmp_path / "flow.log", "--start", "earliest") as flow:
        flow.start()
        for seq in range(20):
            io.put_frame("gate", seq, 0)
            io.put_frame("kiln", seq, 2)
        io.put(b"gate", b"no picture", partition=0)
        io.flush()
        io.wait_for(results=40, rejected=1)
        assert flow.terminate() == 0
    io.put_frame("gate", 20, 0)
    io.flush()
    found = account(kafka, topics, "--read-frames")
    assert found["adds_up"]
    assert [found[name] for name in ("published", "scored", "rejected", "lag")] == [42, 40, 1, 1]
    assert found["cameras"]["gate"]["published"] == 22
    assert found["cameras"]["gate"]["lag"] == 1
    again = io.messages(topics.results, 0)[7]
    value = again.value()
    assert isinstance(value, bytes)
    io.put(b"gate", value, headers_of(again), 0, topics.results)
    io.flush()
    found = account(kafka, topics)
    assert (found["doubled"], found["missing"], found["scored"]) == (1, 0, 40)
    assert found["partitions"][0]["first_doubled"]["frame_id"] == f"{topics.frames}-0-7"
    shown = reconcile(kafka, topics)
    assert shown.returncode == 1
    assert f"1 outcomes too many, first {topics.frames}-0-7, camera gate" in " ".join(shown.stdout.split())


def test_a_lost_frame_is_named_with_its_camera(kafka: KafkaSettings, topics: TopicSettings, forged: Forged) -> None:
    forged.frames("gate", 10)
    for offset in (0, 1, 2, 4, 5, 7):
        forged.result("gate", offset)
    forged.rejected(6)
    found = account(kafka, topics)
    assert [found[name] for name in ("published", "scored", "rejected", "missing", "lag")] == [10, 6, 1, 1, 2]
    assert found["partitions"][0]["first_missing"]["camera_id"] == "gate"
    assert f"1 have no outcome, first {topics.frames}-0-3, camera gate" in found["problems"][0]
    assert found["cameras"]["gate"]["missing"] == 1


def test_shed_frames_are_an_outcome_as_far_as_records_tell_of_them(
    kafka: KafkaSettings, topics: TopicSettings, forged: Forged
) -> None:
    forged.frames("gate", 12)
    forged.result("gate", 0)
    forged.result("gate", 5, gate=4)
    assert [account(kafka, topics)[name] for name in ("shed", "missing", "lag")] == [4, 0, 6]
    forged.rejected(8, gate=2)
    assert [account(kafka, topics)[name] for name in ("shed", "missing", "lag")] == [6, 0, 3]
    forged.result("gate", 11, gate=3)
    found = account(kafka, topics)
    assert [found[name] for name in ("shed", "missing", "lag")] == [7, 1, 0]
    assert found["cameras"]["gate"]["missing"] == 1


def test_what_a_flow_sheds_adds_up(kafka: KafkaSettings, io: Topics, topics: TopicSettings, tmp_path: Path) -> None:
    for seq in range(60):
        io.put_frame("gate" if seq % 2 else "kiln", seq, 0)
    io.flush()
    time.sleep(0.5)  # so that the frames are old
    options = ("--start", "earliest", "--overload", "shed", "--max-frame-age", "0.1s")
    with FlowProcess(kafka, topics, tmp_path / "flow.log", *options) as flow:
        flow.start()
        io.wait_for(results=1)
        assert flow.terminate() == 0
    found = account(kafka, topics, "--read-frames")
    assert found["adds_up"], found
    assert found["shed"] > 30
    assert found["scored"] + found["shed"] + found["lag"] == 60
    for camera_id in ("gate", "kiln"):
        camera = found["cameras"][camera_id]
        assert camera["scored"] + camera["shed"] + camera["lag"] == camera["published"] == 30


def test_frames_that_retention_removed_unread_are_expired(
    kafka: KafkaSettings, io: Topics, topics: TopicSettings, tmp_path: Path
) -> None:
    with FlowProcess(kafka, topics, tmp_path / "flow.log", "--start", "earliest") as flow:
        for seq in range(5):
            io.put_frame("gate", seq, 0)
        io.flush()
        flow.start()
        io.wait_for(results=5)
        assert flow.terminate() == 0
        for seq in range(5, 15):
            io.put_frame("gate", seq, 0)
        io.flush()
        admin, _ = make_admin(kafka)
        removed = admin.delete_records([TopicPartition(topics.frames, 0, 12)])
        assert next(iter(removed.values())).result(60).low_watermark == 12
        assert account(kafka, topics)["lag"] == 10  # until the flow has looked at them
        flow.start()
        io.wait_for(results=8)
        assert flow.terminate() == 0
    found = account(kafka, topics, "--read-frames")
    assert [found[name] for name in ("published", "scored", "expired", "missing", "lag")] == [15, 8, 7, 0, 0]
    assert found["adds_up"]


def test_a_record_of_a_frame_that_never_was_does_not_add_up(
    kafka: KafkaSettings, topics: TopicSettings, forged: Forged
) -> None:
    forged.frames("gate", 3)
    forged.result("gate", 0)
    forged.result("gate", 3)
    found = account(kafka, topics)
    assert (found["strays"], found["lag"], found["adds_up"]) == (1, 2, False)


def test_a_span_of_time_counts_its_own_frames_alone(
    kafka: KafkaSettings, topics: TopicSettings, forged: Forged
) -> None:
    forged.frames("gate", 10)
    for offset in (0, 2, 3, 4, 5):
        forged.result("gate", offset)
    assert account(kafka, topics, "--from", "1h")["missing"] == 1
    later = account(kafka, topics, "--from", "3", "--to", "8")
    assert [later[name] for name in ("published", "scored", "missing", "lag")] == [5, 3, 0, 2]
    assert account(kafka, topics, "--from", "end")["published"] == 0


def test_topics_that_are_not_there_and_spans_that_make_no_sense_are_one_clear_line(
    kafka: KafkaSettings, topics: TopicSettings
) -> None:
    done = reconcile(kafka, topics)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"there is no topic {topics.frames!r}" in done.stderr
    done = reconcile(kafka, topics, "--from", "1m", "--to", "2m")
    assert "expected --from before --to, got '1m' and '2m'" in done.stderr
    assert "Traceback" not in done.stderr
