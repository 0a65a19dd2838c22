"""docs/replay.md is true: its commands run as they are written, one after the other, and do what it says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from flir_iqa.model_file import SHIPPED_MODEL
from plumbing.kafka.clients import make_admin, make_consumer
from plumbing.kafka.reading import bounds
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.topics import partition_counts
from sandbox.broker import Broker
from sandbox.guarded import GuardedProcess
from sandbox.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "replay.md").read_text(encoding="utf-8")
FLIR_IQA = Path(sys.executable).with_name("flir-iqa")
RUNS_ON = "# runs until Ctrl-C"
PATIENCE_S = 240.0


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def n_messages(kafka: KafkaSettings, topic: str) -> int:
    n_partitions = partition_counts(make_admin(kafka)[0], [topic]).get(topic, 0)
    consumer, _ = make_consumer(kafka, 1_000_000)
    try:
        return sum(bounds(consumer, topic, partition)[1] for partition in range(n_partitions))
    finally:
        consumer.close()


class Reader:
    """A person who follows the page in a folder of their own.

    Attributes:
        folder: Where the commands run.
        outputs: What each command that ended wrote, by its line.
    """

    def __init__(self, folder: Path, kafka: KafkaSettings) -> None:
        self.folder = folder
        self.outputs: dict[str, str] = {}
        self._kafka = kafka
        self._environment = {**os.environ, "FLIR_IQA_KAFKA_BOOTSTRAP": kafka.bootstrap}
        self._n_running = 0
        self._stack = ExitStack()

    def type(self, line: str) -> None:
        command = line.split("    #")[0].replace("flir-iqa", str(FLIR_IQA), 1)
        if RUNS_ON in line:
            self._start(command)
            self._wait_for_its_work(line)
            return
        done = subprocess.run(
            command.split(), cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        self.outputs[line.split("    #")[0]] = done.stdout + done.stderr

    def close(self) -> None:
        self._stack.close()

    def _start(self, command: str) -> None:
        self._n_running += 1
        bootstrap = ["--bootstrap", self._kafka.bootstrap]
        log = self.folder / f"running-{self._n_running}.log"
        process = GuardedProcess([*command.split(), *bootstrap], log, cwd=self.folder).start()
        self._stack.callback(process.stop, 10.0)

    def _wait_for_its_work(self, line: str) -> None:
        """A person sees that frames come, and that results do, before they go on."""
        results = re.search(r"--results (\S+)", line)
        topic = results[1] if results else "thermal-frames"
        n_wanted = n_messages(self._kafka, "replay-thermal-frames") if results else 10
        assert n_wanted > 0
        wait_until(lambda: n_messages(self._kafka, topic) >= n_wanted, PATIENCE_S, f"{n_wanted} messages in {topic}")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("replay-doc")
    shutil.copytree(ROOT / "samples", folder / "samples")
    shutil.copy(SHIPPED_MODEL, folder / "new.onnx")
    with Broker(start_timeout_s=PATIENCE_S) as broker:
        follower = Reader(folder, KafkaSettings(bootstrap=broker.bootstrap))
        try:
            for line in commands():
                follower.type(line)
            yield follower
        finally:
            follower.close()


def test_all_files_are_there_that_the_page_makes(reader: Reader) -> None:
    made = {"night.golden.json", "moved.png", "golden.xml", "scores.jsonl", "gate.mp4"}
    recordings = {"night.mcap", "both.mcap", "yard.mcap", "tower.mcap", "short.mcap"}
    assert made | recordings <= {path.name for path in reader.folder.iterdir()}


def test_the_same_model_moves_no_frame_on_any_way(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    program = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0]
    code = program.replace('"both.mcap"', repr(str(reader.folder / "both.mcap")))
    exec(code, {})  # noqa: S102 - our own page
    found = re.fullmatch(r"(\d+) of (\d+) frames moved by more than 0.05\n", capsys.readouterr().out)
    assert found is not None
    assert int(found[1]) == 0
    assert int(found[2]) > 10


def test_each_file_that_the_page_links_to_exists() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
