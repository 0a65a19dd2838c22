"""The channels that a recording has so far, and which message goes into which."""

import json
from typing import Any, Final

from mcap.writer import Writer

from plumbing.schemas import Schema
from recording import channels, envelope
from recording.channels import ENVELOPES, FRAMES, RAW, RECORDS
from recording.message import RecordedMessage

_MOST_CHANNELS: Final = 60_000
"""Of cameras. MCAP numbers channels with 16 bits; this leaves some for topics."""


class Registered:
    """Registers schemas and channels with a writer, each when it is needed first.

    Args:
        mcap: The writer.
    """

    def __init__(self, mcap: Writer) -> None:
        self._mcap = mcap
        self._channels: dict[str, int] = {}
        self._schemas: dict[str, int] = {}

    def envelopes(self, topic: str) -> int:
        """Return the channel of a topic's envelopes."""
        name = ENVELOPES + topic
        return self._channels.get(name) or self._json(name, envelope.SCHEMA_NAME, dict(envelope.SCHEMA), "envelope")

    def value(self, message: RecordedMessage) -> tuple[str, int] | None:
        """Return name and channel of a message's value; `None` where it goes into the envelope."""
        name = channels.frame_channel(message)
        if name is not None and name not in self._channels and len(self._channels) >= _MOST_CHANNELS:
            name = RAW + message.topic
        record = channels.json_object(message.value) if name is None else None
        if record is not None:
            name = RECORDS + message.topic
        if name is None and len(message.value or b"") > channels.LARGEST_INLINE:
            name = RAW + message.topic
        if name is None:
            return None
        if name not in self._channels:
            self._new(name, record)
        return name, self._channels[name]

    def _new(self, name: str, record: dict[str, Any] | None) -> None:
        if record is not None:
            self._json(name, *channels.record_kind(record), "value")
        elif name.startswith(FRAMES):
            self._frames(name)
        else:
            metadata = {channels.ROLE: "value"}
            self._channels[name] = self._mcap.register_channel(name, "application/octet-stream", 0, metadata)

    def _frames(self, name: str) -> None:
        if channels.COMPRESSED_IMAGE not in self._schemas:
            self._schemas[channels.COMPRESSED_IMAGE] = self._mcap.register_schema(
                channels.COMPRESSED_IMAGE, "protobuf", channels.image_schema()
            )
        self._channel(name, "protobuf", channels.COMPRESSED_IMAGE, "value")

    def _json(self, name: str, schema_name: str, schema: Schema, role: str) -> int:
        if schema_name not in self._schemas:
            text = json.dumps(schema).encode()
            self._schemas[schema_name] = self._mcap.register_schema(schema_name, "jsonschema", text)
        return self._channel(name, "json", schema_name, role)

    def _channel(self, name: str, encoding: str, schema_name: str, role: str) -> int:
        number = self._mcap.register_channel(name, encoding, self._schemas[schema_name], {channels.ROLE: role})
        self._channels[name] = number
        return number
