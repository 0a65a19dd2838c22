"""The channels that a recording has so far, and which message goes into which."""

import json
from typing import Final

from mcap.writer import Writer

from recording import channels, envelope
from recording.channels import ENVELOPES, RECORDS
from recording.message import RecordedMessage

_MOST_CHANNELS: Final = 60_000
"""MCAP numbers channels with 16 bits."""


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
        record = channels.json_object(message.value) if name is None else None
        if record is not None:
            name = RECORDS + message.topic
        if name is None or (name not in self._channels and len(self._channels) >= _MOST_CHANNELS):
            return None
        if name not in self._channels:
            if record is None:
                self._frames(name)
            else:
                self._json(name, *channels.record_kind(record), "value")
        return name, self._channels[name]

    def _frames(self, name: str) -> None:
        if channels.COMPRESSED_IMAGE not in self._schemas:
            self._schemas[channels.COMPRESSED_IMAGE] = self._mcap.register_schema(
                channels.COMPRESSED_IMAGE, "protobuf", channels.image_schema()
            )
        self._channel(name, "protobuf", channels.COMPRESSED_IMAGE, "value")

    def _json(self, name: str, schema_name: str, schema: channels.Schema, role: str) -> int:
        if schema_name not in self._schemas:
            text = json.dumps(schema).encode()
            self._schemas[schema_name] = self._mcap.register_schema(schema_name, "jsonschema", text)
        return self._channel(name, "json", schema_name, role)

    def _channel(self, name: str, encoding: str, schema_name: str, role: str) -> int:
        number = self._mcap.register_channel(name, encoding, self._schemas[schema_name], {channels.ROLE: role})
        self._channels[name] = number
        return number
