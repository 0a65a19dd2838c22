"""The units of an H.264 byte stream: parameter sets, and slices that a network may lose."""

import re
from itertools import pairwise
from typing import Final

import numpy as np

_START: Final = re.compile(b"\x00\x00\x00?\x01")
_SLICE_TYPES: Final = frozenset({1, 5})
"""A slice of a predicted frame, and of a key frame (ITU-T H.264, table 7-1)."""


def split_units(packet: bytes) -> list[bytes]:
    """Split a packet at its start codes; each unit keeps its own."""
    starts = [match.start() for match in _START.finditer(packet)]
    return [packet[start:end] for start, end in pairwise([*starts, len(packet)])]


def is_slice(unit: bytes) -> bool:
    """Say whether a unit holds a slice of a picture."""
    match = _START.match(unit)
    return match is not None and match.end() < len(unit) and unit[match.end()] & 0x1F in _SLICE_TYPES


def lose_runs(packet: bytes, begins: float, goes_on: float, rng: np.random.Generator, *, first_stays: bool) -> bytes:
    """Drop slices of a packet in runs, as radio links and full queues do.

    Args:
        packet: One coded picture; its parameter sets stay.
        begins: Probability that a slice is lost after one that arrived.
        goes_on: The same after one that was lost.
        rng: Source of all choices.
        first_stays: Keep the first slice, without which a decoder leaves the whole picture out.
    """
    arrived: list[bytes] = []
    losing, may_go = False, not first_stays
    for unit in split_units(packet):
        if is_slice(unit):
            losing = may_go and bool(rng.random() < (goes_on if losing else begins))
            may_go = True
            if losing:
                continue
        arrived.append(unit)
    return b"".join(arrived)
