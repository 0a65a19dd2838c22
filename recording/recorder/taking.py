"""A message of the Kafka client becomes a recorded one, byte for byte."""

from collections.abc import Mapping
from typing import Final

from confluent_kafka import TIMESTAMP_CREATE_TIME, TIMESTAMP_LOG_APPEND_TIME, Message

from plumbing.kafka.reading import headers_of
from recording.message import RecordedMessage, TimestampType

_TYPES: Final[Mapping[int, TimestampType]] = {
    TIMESTAMP_CREATE_TIME: TimestampType.CREATE,
    TIMESTAMP_LOG_APPEND_TIME: TimestampType.LOG_APPEND,
}
_NO_TIMESTAMP: Final = -1


def recorded(message: Message, recorded_at_ns: int) -> RecordedMessage:
    """Return what is kept of a message.

    Args:
        message: One that came without an error.
        recorded_at_ns: When it was taken, nanoseconds since the epoch.
    """
    kind, timestamp_ms = message.timestamp()
    timestamp_type = _TYPES.get(kind, TimestampType.NONE)
    return RecordedMessage(
        topic=message.topic() or "",
        partition=message.partition() or 0,
        offset=message.offset() or 0,
        key=_bytes(message.key()),
        value=_bytes(message.value()),
        headers=tuple(headers_of(message)),
        timestamp_ms=_NO_TIMESTAMP if timestamp_type is TimestampType.NONE else timestamp_ms,
        timestamp_type=timestamp_type,
        recorded_at_ns=recorded_at_ns,
    )


def _bytes(content: str | bytes | None) -> bytes | None:
    """Return what Kafka holds; text never comes out of it, the client's types only allow for it."""
    return content.encode() if isinstance(content, str) else content
