"""The parts of a file that hold messages: chunks, or messages that stand there without one."""

import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

import lz4.frame
import zstandard
from mcap.opcode import Opcode

from recording.errors import DamageError
from recording.reading.records import HEAD as RECORD_HEAD

LARGEST_CHUNK: Final = 256 * 2**20
"""A chunk that would take more memory than this is refused."""
_HEAD: Final = struct.Struct("<QQQII")
_LONGEST_NAME: Final = 16
_WINDOW: Final = 2**20


@dataclass(frozen=True, slots=True)
class Segment:
    """Where a part of a file is, and what it says of itself."""

    offset: int
    """Of its stored bytes in the file."""
    length: int
    compression: str
    """`zstd`, `lz4`, or empty."""
    n_bytes: int
    """Length once it is decompressed."""
    crc: int
    """Of the decompressed bytes; 0 for none."""
    first_ns: int
    last_ns: int


def chunk_segment(file: BinaryIO, begin: int, end: int) -> Segment:
    """Read the head of a chunk whose content stands from `begin` to `end`.

    Raises:
        DamageError: It is no head, or the chunk is too large.
    """
    head = os.pread(file.fileno(), _HEAD.size + _LONGEST_NAME + 8, begin)[: end - begin]
    try:
        first_ns, last_ns, n_bytes, crc, n_name = _HEAD.unpack_from(head)
        name = head[_HEAD.size : _HEAD.size + min(n_name, _LONGEST_NAME)].decode()
        (length,) = struct.unpack_from("<Q", head, _HEAD.size + n_name)
    except (struct.error, UnicodeDecodeError) as error:
        message = "the head of a chunk is wrong"
        raise DamageError(message) from error
    offset = begin + _HEAD.size + n_name + 8
    if offset + length != end:
        message = f"a chunk claims {length} bytes where {max(0, end - offset)} are"
        raise DamageError(message)
    if max(length, n_bytes) > LARGEST_CHUNK:
        message = f"expected chunks up to {LARGEST_CHUNK} bytes, got one of {max(length, n_bytes)}"
        raise DamageError(message)
    return Segment(offset, length, name, n_bytes, crc, first_ns, last_ns)


def find_chunk(file: BinaryIO, position: int) -> int | None:
    """Return where the next chunk begins whose head and length agree; `None` without one.

    Args:
        file: The file.
        position: Where to begin to look.
    """
    while window := os.pread(file.fileno(), _WINDOW, position):
        found = window.find(Opcode.CHUNK)
        while found >= 0:
            if _is_chunk(file, position + found):
                return position + found
            found = window.find(Opcode.CHUNK, found + 1)
        position += len(window)
    return None


def _is_chunk(file: BinaryIO, position: int) -> bool:
    head = os.pread(file.fileno(), RECORD_HEAD.size, position)
    if len(head) < RECORD_HEAD.size:
        return False
    _, length = RECORD_HEAD.unpack(head)
    if not _HEAD.size < length <= LARGEST_CHUNK + _HEAD.size + _LONGEST_NAME + 8:
        return False
    begin = position + RECORD_HEAD.size
    try:
        return chunk_segment(file, begin, begin + length).compression in _UNPACK
    except DamageError:
        return False


def load(file: BinaryIO, segment: Segment) -> bytes:
    """Read and decompress a segment, in memory that its head bounds.

    Raises:
        DamageError: The bytes are not what the head says.
    """
    stored = os.pread(file.fileno(), segment.length, segment.offset)
    unpack = _UNPACK.get(segment.compression)
    if unpack is None:
        message = f"expected a chunk compressed with zstd or lz4, or not at all, got {segment.compression!r}"
        raise DamageError(message)
    data = unpack(stored, segment.n_bytes)
    if len(data) != segment.n_bytes:
        message = f"a chunk has {len(data)} bytes where its head says {segment.n_bytes}"
        raise DamageError(message)
    if segment.crc and zlib.crc32(data) != segment.crc:
        message = f"a chunk's checksum is {zlib.crc32(data)} where its head says {segment.crc}"
        raise DamageError(message)
    return data


def _unpack_zstd(stored: bytes, n_bytes: int) -> bytes:
    try:
        claimed = zstandard.get_frame_parameters(stored).content_size
        if claimed not in (n_bytes, zstandard.CONTENTSIZE_UNKNOWN):
            message = f"a chunk claims to hold {claimed} bytes where its head says {n_bytes}"
            raise DamageError(message)
        return zstandard.ZstdDecompressor().decompress(stored, max_output_size=n_bytes) if n_bytes else b""
    except zstandard.ZstdError as error:
        message = f"a chunk cannot be decompressed with zstd: {error}"
        raise DamageError(message) from error


def _unpack_lz4(stored: bytes, n_bytes: int) -> bytes:
    try:
        return lz4.frame.LZ4FrameDecompressor().decompress(stored, max_length=n_bytes + 1)  # type: ignore[no-any-return]
    except (RuntimeError, EOFError, MemoryError) as error:
        message = f"a chunk cannot be decompressed with lz4: {error}"
        raise DamageError(message) from error


_UNPACK: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "zstd": _unpack_zstd,
    "lz4": _unpack_lz4,
    "": lambda stored, n_bytes: stored,
}
