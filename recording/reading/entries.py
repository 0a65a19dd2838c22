"""The entries of a segment: where a message's value and its envelope are, before either is decoded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from mcap.opcode import Opcode
from mcap.records import Channel, Schema

from recording import envelope
from recording.channels import FRAMES, ROLE
from recording.errors import DamageError
from recording.message import RecordedMessage, TimestampType
from recording.reading.pictures import camera_of, picture_decoder, protobuf_picture
from recording.reading.records import MESSAGE_HEAD, parse, split
from recording.units import MILLISECOND_NS

FOREIGN_TOPIC: Final = "thermal-frames"
"""Where pictures of other tools seem to come from."""


class Entry(NamedTuple):
    """One message, undecoded. Entries sort by time, then by their place in the file."""

    log_time_ns: int
    segment: int
    """Its number."""
    begin: int
    """Of the last record's content in the segment: the envelope, or else the value."""
    end: int
    channel: int
    value: tuple[int, int, int] | None
    """Channel, begin and end of the value where it stands beside the envelope."""


@dataclass(slots=True)
class Table:
    """The schemas and channels that are known so far."""

    schemas: dict[int, Schema]
    channels: dict[int, Channel]

    def role(self, number: int) -> str | None:
        """Return what a channel of ours holds: `value` or `envelope`; `picture` in a file of another tool.

        Raises:
            DamageError: There is no such channel.
        """
        channel = self.channels.get(number)
        if channel is None:
            message = f"a message is of channel {number}, which the file does not describe"
            raise DamageError(message)
        if ROLE in channel.metadata:
            return channel.metadata[ROLE]
        return "picture" if picture_decoder(channel, self.schemas) else None


def entries(data: bytes, segment: int, table: Table) -> Iterator[Entry]:
    """Yield the entries of a segment in their order; the table learns of new channels.

    Raises:
        DamageError: The bytes are no records, or an envelope and its value are not together.
    """
    waiting: tuple[int, int, int, int] | None = None
    for opcode, begin, end in split(data):
        if opcode == Opcode.SCHEMA:
            schema = parse(Schema.read, data[begin:end])
            table.schemas[schema.id] = schema
        elif opcode == Opcode.CHANNEL:
            channel = parse(Channel.read, data[begin:end])
            table.channels[channel.id] = channel
        elif opcode == Opcode.MESSAGE:
            number, sequence, time_ns, _ = MESSAGE_HEAD.unpack_from(data, begin)
            role = table.role(number)
            if role == "value":
                _nothing_waits(waiting)
                waiting = (number, sequence, begin + MESSAGE_HEAD.size, end)
            elif role == "envelope":
                if waiting is not None and waiting[1] != sequence:
                    _nothing_waits(waiting)
                value = None if waiting is None else (waiting[0], waiting[2], waiting[3])
                waiting = None
                yield Entry(time_ns, segment, begin + MESSAGE_HEAD.size, end, number, value)
            elif role == "picture":
                yield Entry(time_ns, segment, begin + MESSAGE_HEAD.size, end, number, None)
    _nothing_waits(waiting)


def message_of(entry: Entry, data: bytes, table: Table, number: int) -> RecordedMessage:
    """Decode one entry.

    Args:
        entry: The entry.
        data: Its segment.
        table: Describes its channels.
        number: Offset of a picture of another tool, which has none.

    Raises:
        DamageError: It cannot be decoded.
    """
    content = data[entry.begin : entry.end]
    channel = table.channels[entry.channel]
    if ROLE not in channel.metadata:
        return _foreign(entry, content, table, number)
    opened = envelope.decode(content)
    if opened.value_channel is None:
        return opened.message
    if entry.value is None or table.channels[entry.value[0]].topic != opened.value_channel:
        message = f"an envelope says that its value is in {opened.value_channel[:80]!r}, where it is not"
        raise DamageError(message)
    _, begin, end = entry.value
    value = data[begin:end]
    if opened.value_channel.startswith(FRAMES):
        value = protobuf_picture(value)
    return replace(opened.message, value=value)


def _foreign(entry: Entry, content: bytes, table: Table, number: int) -> RecordedMessage:
    channel = table.channels[entry.channel]
    decode = picture_decoder(channel, table.schemas)
    if decode is None:
        message = f"channel {channel.topic[:80]!r} holds no pictures"
        raise DamageError(message)
    return RecordedMessage(
        topic=FOREIGN_TOPIC,
        partition=0,
        offset=number,
        key=camera_of(channel.topic).encode(),
        value=decode(content),
        headers=(),
        timestamp_ms=min(entry.log_time_ns, 2**63 - 1) // MILLISECOND_NS,
        timestamp_type=TimestampType.CREATE,
    )


def _nothing_waits(waiting: object) -> None:
    if waiting is not None:
        message = "a value has no envelope behind it"
        raise DamageError(message)
