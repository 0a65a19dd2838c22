"""What belongs together: frames of one flight, one video or one stretch of a recording look alike."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from training.errors import DatasetError

GroupOf = Callable[[Path], str]

BLOCK_LENGTH: Final = 50
"""Frames of a block."""

_FLIGHT: Final = re.compile(r"(?P<flight>[0-9]+(?:_[0-9]+){3})_[0-9]+$")
_VIDEO: Final = re.compile(r"video-(?P<video>[0-9A-Za-z]+)-frame-[0-9]+-[0-9A-Za-z]+$")


def by_flight(paths: Sequence[Path]) -> GroupOf:
    """Group HIT-UAV by the conditions of a flight.

    Its names are `<day or night>_<altitude>_<camera angle>_<weather>_<number>` (Suo et al., "HIT-UAV: A high-altitude
    infrared thermal dataset", Scientific Data 2023); the dataset does not number the flights themselves.

    Raises:
        DatasetError: A name is made otherwise.
    """
    return _by_pattern(paths, _FLIGHT, "flight", "1_60_30_0_00123.jpg, as in HIT-UAV")


def by_video(paths: Sequence[Path]) -> GroupOf:
    """Group FLIR ADAS v2 by the video that a frame was taken from, which its name begins with.

    Raises:
        DatasetError: A name is made otherwise.
    """
    return _by_pattern(paths, _VIDEO, "video", "video-24ysbPEGoEKKDvRt6-frame-000123-4C4FHWxwNaMyohLZt.jpg")


def by_block(paths: Sequence[Path], length: int = BLOCK_LENGTH) -> GroupOf:
    """Group the frames of each folder, in the order of their names, into blocks of `length`.

    For recordings of which nothing better is known: only the frames at the ends of blocks have a neighbour on the
    other side of a split.

    Raises:
        DatasetError: `length` is below 1.
    """
    if length < 1:
        message = f"expected blocks of at least 1 frame, got {length!r}"
        raise DatasetError(message)
    counts: dict[Path, int] = {}
    blocks: dict[Path, str] = {}
    for path in sorted(set(paths)):
        number = counts.get(path.parent, 0)
        counts[path.parent] = number + 1
        blocks[path] = f"{path.parent}#{number // length}"
    return blocks.__getitem__


GROUPINGS: Final[Mapping[str, Callable[[Sequence[Path]], GroupOf]]] = MappingProxyType(
    {"flight": by_flight, "video": by_video, "block": by_block}
)
"""The ways to group, by name."""


def _by_pattern(paths: Sequence[Path], pattern: re.Pattern[str], group: str, example: str) -> GroupOf:
    groups: dict[Path, str] = {}
    for path in paths:
        found = pattern.match(path.stem)
        if found is None:
            message = f"expected names such as {example} to group by {group}, got {path.name!r}; try another grouping"
            raise DatasetError(message)
        groups[path] = found[group]
    return groups.__getitem__
