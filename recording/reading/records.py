"""Single records of MCAP, taken out of bytes that may be anything."""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final, TypeVar

from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode

from recording.errors import DamageError

MAGIC: Final = b"\x89MCAP0\r\n"
HEAD: Final = struct.Struct("<BQ")
"""Opcode and length that precede a record's content."""
MESSAGE_HEAD: Final = struct.Struct("<HIQQ")
"""Channel, sequence, log time, publish time."""

_Record = TypeVar("_Record")


def parse(read: Callable[[ReadDataStream], _Record], content: bytes) -> _Record:
    """Read one record with what `mcap.records` has for it.

    Raises:
        DamageError: The content is no such record.
    """
    stream = ReadDataStream(BytesIO(content))
    try:
        return read(stream)
    except (McapError, struct.error, ValueError, OverflowError) as error:
        name = read.__qualname__.split(".")[0]
        message = f"the content of a {name} record is wrong ({type(error).__name__})"
        raise DamageError(message) from error


def split(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (opcode, begin, end) of the content of each record that stands in a chunk.

    Raises:
        DamageError: A record reaches past the end.
    """
    position = 0
    while position < len(data):
        begin = position + HEAD.size
        if begin > len(data):
            message = "a record is cut off in its head"
            raise DamageError(message)
        opcode, length = HEAD.unpack_from(data, position)
        if opcode == 0:  # no record of MCAP; zeros compress so well that there could be many millions
            message = f"expected a record, got {data[position:begin]!r}"
            raise DamageError(message)
        position = begin + length
        if position > len(data):
            message = f"a record claims {length} bytes where {len(data) - begin} are left"
            raise DamageError(message)
        if opcode == Opcode.MESSAGE and length < MESSAGE_HEAD.size:
            message = f"a message of {length} bytes is shorter than its head"
            raise DamageError(message)
        yield opcode, begin, position
