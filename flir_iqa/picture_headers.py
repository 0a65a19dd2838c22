"""The size of a picture by its first bytes, before a decoder is given the whole: a small file may claim gigapixels.

PNG, TIFF (and BigTIFF), BMP, WebP and PNM; JPEG has `flir_iqa.decoding`. What is not read here is not decoded either:
OpenCV knows formats that hardly anybody uses, and each is a way in.
"""

import re
import struct
from collections.abc import Callable, Mapping
from typing import Final

Size = tuple[int, int]
"""Height and width in pixels."""

_PNM: Final = re.compile(rb"P[1-6](?:\s|#[^\n]{0,1000}\n){1,100}(\d{1,10})(?:\s|#[^\n]{0,1000}\n){1,100}(\d{1,10})\s")
_WIDTH_TAG: Final = 256
_HEIGHT_TAG: Final = 257
_SHORT: Final = 3
_MOST_TAGS: Final = 1000


def picture_size(data: bytes) -> Size | None:
    """Return the size that a picture claims; None where it is of no kind that is read, or cut off in its header."""
    for start, read in _READERS.items():
        if data.startswith(start):
            try:
                return read(data)
            except (struct.error, IndexError):  # the file ends before its header does
                return None
    return None


def _png(data: bytes) -> Size:
    width, height = struct.unpack_from(">II", data, 16)
    return height, width


def _bmp(data: bytes) -> Size:
    (header_bytes,) = struct.unpack_from("<I", data, 14)
    width, height = struct.unpack_from("<HH" if header_bytes == 12 else "<ii", data, 18)
    return abs(height), abs(width)


def _webp(data: bytes) -> Size | None:
    match data[8:16]:
        case b"WEBPVP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return height & 0x3FFF, width & 0x3FFF
        case b"WEBPVP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return (bits >> 14 & 0x3FFF) + 1, (bits & 0x3FFF) + 1
        case b"WEBPVP8X":
            low, high = struct.unpack_from("<IH", data, 24)
            both = low | high << 32
            return (both >> 24) + 1, (both & 0xFFFFFF) + 1
        case _:
            return None


def _pnm(data: bytes) -> Size | None:
    found = _PNM.match(data)
    return None if found is None else (int(found[2]), int(found[1]))


def _tiff(data: bytes) -> Size | None:
    """Look through the tags of the first picture; a decoder reads no other."""
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in (b"+\0", b"\0+")
    count_form, entry_bytes, value_at = ("Q", 20, 12) if big else ("H", 12, 8)
    (directory,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
    (n_tags,) = struct.unpack_from(order + count_form, data, directory)
    first = directory + struct.calcsize(order + count_form)
    sizes: dict[int, int] = {}
    for entry in range(first, first + min(n_tags, _MOST_TAGS) * entry_bytes, entry_bytes):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        if tag in (_WIDTH_TAG, _HEIGHT_TAG):
            (sizes[tag],) = struct.unpack_from(order + ("H" if kind == _SHORT else "I"), data, entry + value_at)
    return (sizes[_HEIGHT_TAG], sizes[_WIDTH_TAG]) if len(sizes) == 2 else None


_READERS: Final[Mapping[bytes, Callable[[bytes], Size | None]]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"BM": _bmp,
    b"RIFF": _webp,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"II+\0": _tiff,
    b"MM\0+": _tiff,
    **{f"P{number}".encode(): _pnm for number in range(1, 7)},
}
"""By how a file begins."""
