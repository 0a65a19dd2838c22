"""How many scans a JPEG has: a decoder goes over the whole picture for each, however few bytes the scan takes."""

import re
from typing import Final

MAX_SCANS: Final = 64
"""Progressive files of cameras and editors have about ten; a thousand cost seconds, and fit into 40 kB."""

_START_OF_SCAN: Final = 0xDA
_MARKER: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
"""A marker within a scan: neither a stuffed byte nor a restart."""
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers without a segment behind them."""


def has_too_many_scans(data: bytes) -> bool:
    """Whether a JPEG has more than `MAX_SCANS` scans; bytes inside a segment that only look like one do not count."""
    if data.count(bytes((0xFF, _START_OF_SCAN))) <= MAX_SCANS:
        return False
    n_scans, position = 0, 2
    while n_scans <= MAX_SCANS and (found := _MARKER.search(data, position)):
        marker = found[1][0]
        n_scans += marker == _START_OF_SCAN
        length = 0 if marker in _ALONE else int.from_bytes(data[found.end() : found.end() + 2], "big")
        position = found.end() + length
    return n_scans > MAX_SCANS
