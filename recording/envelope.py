"""The envelope of a recorded message: all of a Kafka record but its value, as JSON that a person can read too."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from recording.errors import DamageError
from recording.message import RecordedMessage, TimestampType

SCHEMA_NAME: Final = "flir_iqa.KafkaEnvelope"
LARGEST_BYTES: Final = 16 * 2**20
"""Parsed JSON takes many times the memory of its text."""
_TEXT: Final = {"type": ["string", "null"]}
SCHEMA: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "title": SCHEMA_NAME,
        "description": "All of a Kafka record but its value. Bytes are text, or else base64 under the name + _base64.",
        "type": "object",
        "properties": {
            "topic": {"type": "string"},
            "partition": {"type": "integer"},
            "offset": {"type": "integer"},
            "timestamp_ms": {"type": "integer", "description": "Kafka's timestamp; -1 when there is none."},
            "timestamp_type": {"type": "string", "enum": list(TimestampType)},
            "recorded_at_ns": {"type": ["integer", "null"]},
            "key": _TEXT,
            "key_base64": {"type": "string"},
            "headers": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}, "value": _TEXT, "value_base64": {"type": "string"}},
                },
            },
            "value_channel": {
                "type": ["string", "null"],
                "description": "Where the value is: the message just before, in this channel; null: in value here.",
            },
            "value": _TEXT,
            "value_base64": {"type": "string"},
        },
    }
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A decoded envelope."""

    message: RecordedMessage
    """The value is `None` where it is in a channel."""
    value_channel: str | None


def encode(message: RecordedMessage, value_channel: str | None) -> bytes:
    """Return the envelope of a message.

    Args:
        message: The message.
        value_channel: Where its value is; `None` puts it into the envelope.
    """
    fields: dict[str, Any] = {
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "timestamp_ms": message.timestamp_ms,
        "timestamp_type": message.timestamp_type.value,
        "recorded_at_ns": message.recorded_at_ns,
        **_written("key", message.key),
        "headers": [{"name": name, **_written("value", content)} for name, content in message.headers],
        "value_channel": value_channel,
    }
    if value_channel is None:
        fields |= _written("value", message.value)
    return json.dumps(fields, separators=(",", ":")).encode()


def decode(data: bytes) -> Envelope:
    """Read an envelope.

    Raises:
        DamageError: It is none.
    """
    if len(data) > LARGEST_BYTES:
        message = f"expected envelopes up to {LARGEST_BYTES} bytes, got one of {len(data)}"
        raise DamageError(message)
    try:
        fields = json.loads(data)
        return Envelope(_message(fields), _typed(fields, "value_channel", str, type(None)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"expected an envelope as flir-iqa record writes it, got {data[:80]!r} ({type(error).__name__})"
        raise DamageError(message) from error


def _message(fields: dict[str, Any]) -> RecordedMessage:
    return RecordedMessage(
        topic=_typed(fields, "topic", str),
        partition=_count(fields, "partition"),
        offset=_count(fields, "offset"),
        key=_read(fields, "key"),
        value=_read(fields, "value") if fields["value_channel"] is None else None,
        headers=tuple((_typed(each, "name", str), _read(each, "value")) for each in _typed(fields, "headers", list)),
        timestamp_ms=_typed(fields, "timestamp_ms", int),
        timestamp_type=TimestampType(fields["timestamp_type"]),
        recorded_at_ns=_typed(fields, "recorded_at_ns", int, type(None)),
    )


def _written(name: str, content: bytes | None) -> dict[str, str | None]:
    if content is None:
        return {name: None}
    try:
        return {name: content.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": b64encode(content).decode()}


def _read(fields: dict[str, Any], name: str) -> bytes | None:
    if f"{name}_base64" in fields:
        return b64decode(fields[f"{name}_base64"], validate=True)
    text = _typed(fields, name, str, type(None))
    return None if text is None else text.encode()


def _count(fields: dict[str, Any], name: str) -> int:
    count: int = _typed(fields, name, int)
    if not 0 <= count < 2**63:
        message = f"{name} is {count}"
        raise ValueError(message)
    return count


def _typed(fields: dict[str, Any], name: str, *kinds: type) -> Any:
    content = fields[name]
    if not isinstance(content, kinds) or isinstance(content, bool):
        message = f"{name} is {type(content).__name__}"
        raise TypeError(message)
    return content
