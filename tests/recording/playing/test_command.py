"""`flir-iqa replay` as a user types it."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plumbing.kafka.settings import KafkaSettings
from recording.message import RecordedMessage
from recording.writer import RecordingWriter
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.recording.playing.kafka import make_topic, read_topic, source_ids
from tests.recording.playing.messages import recorded

pytestmark = pytest.mark.integration

CHECKOUT = Path(__file__).resolve().parents[3]
PATIENCE_S = 120.0
HEADERS = (("a", b"\xff"), ("b", None), ("a", b""))


def command(path: Path, kafka: KafkaSettings, *options: str) -> list[str]:
    shape = ["--partitions", "3", "--max-frame-bytes", "200000"]
    program = Path(sys.executable).parent / "flir-iqa"
    return [str(program), "replay", str(path), "--bootstrap", kafka.bootstrap, *shape, *options]


def run(path: Path, kafka: KafkaSettings, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(path, kafka, *options),
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def write(path: Path, messages: list[RecordedMessage]) -> Path:
    with RecordingWriter(path) as writer:
        for message in messages:
            writer.write(message)
    return path


@pytest.fixture
def topic(fresh_name: Callable[[str], str]) -> str:
    """The recorded topic."""
    return fresh_name("thermal-frames")


@pytest.fixture
def night(tmp_path: Path, topic: str) -> Path:
    """Four seconds of two cameras, ten frames a second each."""
    frames = [
        recorded(n, n / 20, ["gate", "yard"][n % 2], topic=topic, headers=HEADERS, value=b"\xff\xd8%d" % n)
        for n in range(80)
    ]
    return write(tmp_path / "night.mcap", frames)


def test_a_recording_goes_into_a_topic_of_its_own(night: Path, topic: str, kafka: KafkaSettings) -> None:
    done = run(night, kafka, "--rate", "10", "--json", "--replay-id", "tonight", "--times", "original")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["topics"] == [f"replay-{topic}"]
    assert (outcome["n_delivered"], outcome["n_frames"], outcome["stage"]) == (80, 80, "ended")
    assert "replayed 80 frames" in done.stderr
    found = {name: each for each in read_topic(kafka, f"replay-{topic}") for name in source_ids([each])}
    for message in (recorded(n, n / 20, ["gate", "yard"][n % 2], topic=topic) for n in range(80)):
        name = f"{topic}-3-{message.offset}"
        out = found[name]
        assert (out.key(), out.value()) == (message.key, b"\xff\xd8%d" % message.offset)
        assert out.timestamp()[1] == message.timestamp_ms
        added = [("replay_id", b"tonight"), ("source_frame_id", name.encode())]
        assert list(out.headers() or []) == [*HEADERS, *added]


def test_a_part_of_it_under_another_name(night: Path, topic: str, kafka: KafkaSettings) -> None:
    options = ["--camera", "gate", "--rename", "gate=gate-2", "--from", "1s", "--duration", "00:00:02", "--rate", "max"]
    done = run(night, kafka, *options)
    assert done.returncode == 0, done.stderr
    found = read_topic(kafka, f"replay-{topic}")
    assert {message.key() for message in found} == {b"gate-2"}
    assert [int(name.rpartition("-")[2]) for name in source_ids(found)] == list(range(20, 60, 2))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--topic", "thermal-frames"), "--into-live-topic"),
        (("--camera", "kiln"), "there are gate, yard"),
        (("--start-paused",), "--start-paused needs a terminal"),
        (("--max-lag", "5", "--results", "nowhere"), "start the dataflow"),
    ],
)
def test_what_cannot_be_is_one_line_with_the_remedy(
    night: Path, kafka: KafkaSettings, options: tuple[str, ...], said: str
) -> None:
    done = run(night, kafka, *options)
    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_without_a_broker_it_says_where_it_looked(night: Path) -> None:
    done = run(night, KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}"))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: no Kafka broker answers at '127.0.0.1:")


def test_a_signal_ends_it_and_what_was_played_is_there(night: Path, topic: str, kafka: KafkaSettings) -> None:
    make_topic(kafka, f"replay-{topic}")
    with subprocess.Popen(
        command(night, kafka, "--loop", "--rate", "5", "--json"),
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:

        def has_begun_again() -> bool:
            return process.poll() is not None or len(read_topic(kafka, f"replay-{topic}")) > 90

        try:
            wait_until(has_begun_again, PATIENCE_S, "it plays the second time")
            process.send_signal(signal.SIGTERM)
            out, _ = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
        assert process.returncode == 0
    found = read_topic(kafka, f"replay-{topic}")
    assert len(found) == json.loads(out)["n_delivered"]
    names = {(dict(each.headers() or [])["replay_id"], name) for each in found for name in source_ids([each])}
    assert len(names) == len(found)  # each pass has a name of its own


@contextmanager
def terminal(arguments: list[str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run a command in a terminal of its own, as the one in front."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_FRONT, *arguments],
        cwd=CHECKOUT,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield process, master
    finally:
        process.kill()
        process.wait()
        os.close(master)


_IN_FRONT = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_keys_in_a_terminal_step_and_end_it(night: Path, topic: str, kafka: KafkaSettings) -> None:
    with terminal(command(night, kafka, "--start-paused")) as (process, master):
        shown = b""

        def wait_for(text: bytes) -> None:
            nonlocal shown
            while text not in shown:
                shown += os.read(master, 65536)

        wait_for(b"right step")
        os.write(master, b"\x1b[C\x1b[C")
        wait_for(b"2 frames")
        os.write(master, b"\x1b[A")
        wait_for(b", 2x")
        os.write(master, b"q")
        wait_for(b"replayed 2 frames")
        assert process.wait(PATIENCE_S) == 0
    assert source_ids(read_topic(kafka, f"replay-{topic}")) == [f"{topic}-3-0", f"{topic}-3-1"]
