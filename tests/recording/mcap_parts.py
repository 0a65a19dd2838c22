"""MCAP made by hand, record by record: files that no writer would write."""

import struct
import zlib
from typing import Final

from mcap.opcode import Opcode

MAGIC: Final = b"\x89MCAP0\r\n"


def text(content: str | bytes) -> bytes:
    """A string: its length, its bytes."""
    raw = content.encode() if isinstance(content, str) else content
    return struct.pack("<I", len(raw)) + raw


def part(opcode: int, content: bytes, length: int | None = None) -> bytes:
    """One record; `length` lies about it."""
    return struct.pack("<BQ", opcode, len(content) if length is None else length) + content


def schema(number: int, name: str | bytes, encoding: str) -> bytes:
    """A schema without content."""
    return part(Opcode.SCHEMA, struct.pack("<H", number) + text(name) + text(encoding) + text(b""))


def channel(number: int, schema_number: int, topic: str | bytes, encoding: str) -> bytes:
    """A channel without metadata: one of another tool."""
    head = struct.pack("<HH", number, schema_number)
    return part(Opcode.CHANNEL, head + text(topic) + text(encoding) + text(b""))


def message(channel_number: int, log_time_ns: int, data: bytes) -> bytes:
    """A message."""
    return part(Opcode.MESSAGE, struct.pack("<HIQQ", channel_number, 0, log_time_ns, log_time_ns) + data)


def chunk(content: bytes) -> bytes:
    """A chunk that says it holds any time from 0 to 2**62."""
    head = struct.pack("<QQQI", 0, 2**62, len(content), zlib.crc32(content)) + text("")
    return part(Opcode.CHUNK, head + struct.pack("<Q", len(content)) + content)


def end(summary_start: int = 0) -> bytes:
    """The end of a file."""
    footer = part(Opcode.FOOTER, struct.pack("<QQI", summary_start, summary_start, 0))
    return part(Opcode.DATA_END, bytes(4)) + footer + MAGIC


def whole(*parts: bytes) -> bytes:
    """A file."""
    return MAGIC + part(Opcode.HEADER, text("") + text("by hand")) + b"".join(parts) + end()
