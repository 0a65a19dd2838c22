"""Record, replay, record: what comes back is what was there, byte for byte, but for what a replay adds."""

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from plumbing.kafka.clients import make_producer
from plumbing.kafka.settings import KafkaSettings
from recording.message import RecordedMessage
from recording.reader import open_recording
from tests.recording.playing.kafka import MAX_FRAME_BYTES, make_topic

pytestmark = pytest.mark.integration

PROGRAM = Path(sys.executable).parent / "flir-iqa"
CHECKOUT = Path(__file__).resolve().parents[3]
PATIENCE_S = 120.0
HEADERS = [("a", b"\xff"), ("seq", b"7"), ("b", None), ("a", b""), ("captured_at", b"2026-01-31T12:00:00.000Z")]


def flir_iqa(*arguments: str) -> None:
    done = subprocess.run(
        [str(PROGRAM), *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def put_frames(kafka: KafkaSettings, topic: str, n_frames: int) -> None:
    """Frames of three cameras, one in eight of them odd."""
    producer, _ = make_producer(kafka, MAX_FRAME_BYTES)
    begin_ms = time.time_ns() // 1_000_000 - 3_600_000
    for n in range(n_frames):
        odd = n // 8 % 4 if n % 8 == 0 else None
        value = None if odd == 0 else b"" if odd == 1 else b"\xff\xd8%d" % n + bytes(n * 50)
        key = b"\x00\xff" if odd == 2 else None if odd == 3 else b"camera-%d" % (n % 3)
        partition = n % 3 if key is None else -1
        producer.produce(topic, value, key, partition, headers=list(HEADERS), timestamp=begin_ms + 40 * n)
    assert producer.flush(PATIENCE_S) == 0


def read(path: Path) -> list[RecordedMessage]:
    with open_recording(path) as recording:
        return list(recording.messages())


def by_place(messages: list[RecordedMessage]) -> dict[int, list[RecordedMessage]]:
    """The messages of each partition in the order of their offsets."""
    places: defaultdict[int, list[RecordedMessage]] = defaultdict(list)
    for message in sorted(messages, key=lambda message: message.offset):
        places[message.partition].append(message)
    return places


def test_what_is_recorded_of_a_replay_is_what_was_recorded(
    kafka: KafkaSettings, fresh_name: Callable[[str], str], tmp_path: Path
) -> None:
    topic, first, second = fresh_name("frames"), tmp_path / "first.mcap", tmp_path / "second.mcap"
    make_topic(kafka, topic)
    put_frames(kafka, topic, 120)
    to = ["--bootstrap", kafka.bootstrap]
    whole = ["--from", "beginning", "--to", "end"]
    flir_iqa("record", "--topic", topic, "--out", str(first), *whole, *to)
    shape = ["--partitions", "3", "--max-frame-bytes", str(MAX_FRAME_BYTES)]
    flir_iqa("replay", str(first), "--rate", "max", "--times", "original", "--replay-id", "again", *shape, *to)
    flir_iqa("record", "--topic", f"replay-{topic}", "--out", str(second), *whole, *to)
    before, after = by_place(read(first)), by_place(read(second))
    assert sum(map(len, before.values())) == 120
    assert {place: len(messages) for place, messages in after.items()} == {p: len(m) for p, m in before.items()}
    for place, messages in before.items():
        for old, new in zip(messages, after[place], strict=True):
            added = (("replay_id", b"again"), ("source_frame_id", f"{topic}-{place}-{old.offset}".encode()))
            assert (new.topic, new.headers) == (f"replay-{topic}", (*old.headers, *added))
            assert (new.key, new.value, new.timestamp_ms) == (old.key, old.value, old.timestamp_ms)
            assert new.timestamp_type == old.timestamp_type
