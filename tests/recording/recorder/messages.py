"""Messages for tests of the recorder."""

from typing import Any

from recording.message import RecordedMessage, TimestampType

BEGIN_MS = 1_700_000_000_000


def message(offset: int, at_ms: int = 0, partition: int = 0, **fields: Any) -> RecordedMessage:
    """A message `at_ms` after the beginning."""
    defaults: dict[str, Any] = {
        "topic": "frames",
        "partition": partition,
        "offset": offset,
        "key": b"gate",
        "value": b"value",
        "headers": (),
        "timestamp_ms": BEGIN_MS + at_ms,
        "timestamp_type": TimestampType.CREATE,
    }
    return RecordedMessage(**{**defaults, **fields})
