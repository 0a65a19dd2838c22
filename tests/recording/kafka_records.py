"""Records of all shapes that Kafka allows."""

from pathlib import Path
from typing import Any

from recording.message import RecordedMessage, TimestampType
from recording.reader import open_recording
from recording.writer import RecordingWriter, WriterSettings

BEGIN_MS = 1_700_000_000_000
JPEG = b"\xff\xd8\xff\xe0 not much of a picture \xff\xd9"
RESULT = b'{"camera_id": "gate",  "raw_image_quality": 0.50}'


def record(offset: int = 0, **fields: Any) -> RecordedMessage:
    """One record; a frame unless told otherwise."""
    defaults: dict[str, Any] = {
        "topic": "thermal-frames",
        "partition": 1,
        "offset": offset,
        "key": b"gate",
        "value": JPEG + b"%d" % offset,
        "headers": (("captured_at", b"2023-11-14T22:13:20.000Z"), ("seq", b"%d" % offset)),
        "timestamp_ms": BEGIN_MS + 100 * offset,
        "timestamp_type": TimestampType.CREATE,
        "recorded_at_ns": BEGIN_MS * 10**6 + 7,
    }
    return RecordedMessage(**{**defaults, **fields})


def write(path: Path, records: list[RecordedMessage], **settings: Any) -> Path:
    """Write a recording."""
    with RecordingWriter(path, WriterSettings(**settings)) as writer:
        for each in records:
            writer.write(each)
    return path


def read(path: Path, **selection: Any) -> list[RecordedMessage]:
    """Read messages of a recording."""
    with open_recording(path) as recording:
        return list(recording.messages(**selection))
