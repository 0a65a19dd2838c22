"""The command `flir-iqa record` as a process: signals, kill -9, a full disk, secrets."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plumbing.kafka.settings import KafkaSettings
from recording.errors import RecordingError
from recording.reader import open_recording
from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity
from sandbox.waiting import wait_until
from tests.recording.recorder.recordings import PATIENCE_S, Sender, make_topic

pytestmark = pytest.mark.integration

COMMAND = Path(sys.executable).parent / "flir-iqa"
PASSWORD = "canary7b1f94"  # noqa: S105 - it is looked for everywhere


class RecordProcess:
    """`flir-iqa record`, and what it says."""

    def __init__(self, kafka: KafkaSettings, folder: Path, *options: str) -> None:
        self.path = folder / "night.mcap"
        self._log = folder / "record.log"
        command: list[str | Path] = [COMMAND, "record", "--bootstrap", kafka.bootstrap, "--out", self.path]
        command += ["--log-format", "human", *options]
        env = {**os.environ, "CANARY": PASSWORD}
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(
                command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream
            )

    @property
    def log(self) -> str:
        return self._log.read_text()

    def wait_for_log(self, text: str) -> None:
        def said() -> bool:
            return text in self.log or self.process.poll() is not None

        wait_until(said, PATIENCE_S, f"the log says {text!r}")
        assert text in self.log, self.log

    def wait_for_messages(self, n_messages: int) -> None:
        wait_until(lambda: len(self.offsets()) >= n_messages, PATIENCE_S, f"{n_messages} messages are in the file")

    def offsets(self) -> list[int]:
        """The offsets that a reader finds at this moment."""
        try:
            with open_recording(self.path) as recording:
                return [message.offset for message in recording.messages()]
        except RecordingError:
            return []

    def terminate(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


@contextmanager
def recording(kafka: KafkaSettings, folder: Path, *options: str) -> Iterator[RecordProcess]:
    running = RecordProcess(kafka, folder, *options)
    try:
        running.wait_for_log("INFO recording.recorder.session recording")
        yield running
    finally:
        running.process.kill()
        running.process.wait()


@pytest.fixture
def sender(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> Sender:
    return Sender(kafka, make_topic(kafka, fresh_name("frames"), partitions=1))


def test_sigterm_completes_the_file_and_exits_with_0(kafka: KafkaSettings, sender: Sender, tmp_path: Path) -> None:
    with recording(kafka, tmp_path, "--topic", sender.topic, "--json") as running:
        sender.send(range(30))
        running.wait_for_messages(30)
        assert running.terminate() == 0
    assert "recorded 30 messages" in running.log
    outcome = json.loads(running.log.splitlines()[-1])
    assert (outcome["ended_by"], outcome["next_offsets"]) == ("stop", {sender.topic: {"0": 30}})
    with open_recording(running.path) as recorded:
        assert recorded.info.closed
        assert recorded.info.topics == {sender.topic: 30}


def test_kill_9_loses_no_more_than_what_came_last(kafka: KafkaSettings, sender: Sender, tmp_path: Path) -> None:
    with recording(kafka, tmp_path, "--topic", sender.topic) as running:
        sender.send(range(100))
        running.wait_for_messages(100)
        sender.send(range(100, 150))
        running.process.kill()
        running.process.wait()
    offsets = running.offsets()
    assert offsets == list(range(len(offsets)))
    assert len(offsets) >= 100
    with open_recording(running.path) as recorded:
        assert not recorded.info.closed


def test_full_disk_ends_it_with_one_line_and_what_was_written_is_intact(
    kafka: KafkaSettings, sender: Sender, tmp_path: Path
) -> None:
    with recording(kafka, tmp_path, "--topic", sender.topic, "--compression", "none") as running:
        sender.send(range(100))
        running.wait_for_messages(100)
        limit = running.path.stat().st_size + 1000
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (limit, limit))
        sender.send(range(100, 300))
        assert running.process.wait(PATIENCE_S) == 1
    assert f"Error: cannot write '{running.path}': File too large; what was written before is intact" in running.log
    assert "Traceback" not in running.log
    offsets = running.offsets()
    assert offsets == list(range(len(offsets)))
    assert len(offsets) >= 100


def test_file_that_exists_is_left_alone(kafka: KafkaSettings, sender: Sender, tmp_path: Path) -> None:
    (tmp_path / "night.mcap").write_bytes(b"precious")
    running = RecordProcess(kafka, tmp_path, "--topic", sender.topic)
    assert running.process.wait(PATIENCE_S) == 1
    assert "exists already: give another name" in running.log
    assert running.path.read_bytes() == b"precious"


def test_password_is_nowhere_in_file_or_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", PASSWORD)
    with Broker(security=BrokerSecurity(users={"alice": PASSWORD})) as broker:
        login = {"security_protocol": "SASL_PLAINTEXT", "sasl_username": "alice", "sasl_password": "env:CANARY"}
        kafka = KafkaSettings.model_validate({"bootstrap": broker.bootstrap, **login})
        sender = Sender(kafka, make_topic(kafka, "frames", partitions=1))
        sender.send(range(10))
        flags = [text for name, value in login.items() for text in (f"--{name.replace('_', '-')}", value)]
        options = ["--topic", "frames", "--from", "beginning", "--to", "end", "--compression", "none", "--json"]
        running = RecordProcess(kafka, tmp_path, *flags, *options)
        assert running.process.wait(PATIENCE_S) == 0, running.log
    assert running.offsets() == list(range(10))
    assert PASSWORD not in running.log
    assert PASSWORD.encode() not in running.path.read_bytes()
