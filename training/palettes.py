"""The common pseudo-colour palettes of thermal cameras, as look-up tables from grey to BGR.

They are drawn through a few anchor colours, as cameras show them; no maker's table is copied.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from training.datasets import to_grey
from training.distortions.base import Frame

WHITE_HOT: Final = "white-hot"

_RGB = tuple[int, int, int]

_ANCHORS: Final[Mapping[str, tuple[tuple[float, _RGB], ...]]] = MappingProxyType(
    {
        WHITE_HOT: ((0.0, (0, 0, 0)), (1.0, (255, 255, 255))),
        "black-hot": ((0.0, (255, 255, 255)), (1.0, (0, 0, 0))),
        "ironbow": (
            (0.0, (0, 0, 20)),
            (0.15, (40, 0, 110)),
            (0.35, (145, 0, 150)),
            (0.55, (220, 50, 70)),
            (0.75, (250, 140, 10)),
            (0.9, (255, 215, 60)),
            (1.0, (255, 255, 235)),
        ),
        "rainbow": (
            (0.0, (10, 0, 90)),
            (0.15, (0, 30, 220)),
            (0.35, (0, 180, 220)),
            (0.5, (20, 200, 60)),
            (0.65, (210, 220, 20)),
            (0.8, (250, 130, 0)),
            (0.93, (230, 20, 20)),
            (1.0, (255, 215, 215)),
        ),
        "arctic": (
            (0.0, (10, 10, 60)),
            (0.25, (20, 40, 200)),
            (0.5, (100, 190, 235)),
            (0.65, (150, 150, 150)),
            (0.85, (240, 150, 30)),
            (1.0, (255, 240, 150)),
        ),
        "lava": (
            (0.0, (5, 10, 30)),
            (0.2, (20, 60, 110)),
            (0.4, (90, 30, 110)),
            (0.6, (200, 20, 40)),
            (0.8, (250, 120, 20)),
            (0.93, (255, 230, 90)),
            (1.0, (255, 255, 255)),
        ),
    }
)
"""Where along the grey scale a palette has which colour."""


def _table(anchors: tuple[tuple[float, _RGB], ...]) -> Frame:
    at = np.linspace(0, 1, 256)
    positions = [position for position, _ in anchors]
    rgb = [np.interp(at, positions, [colour[channel] for _, colour in anchors]) for channel in range(3)]
    table = np.rint(np.stack(rgb[::-1], axis=1)).astype(np.uint8)
    table.flags.writeable = False
    return table


PALETTES: Final[Mapping[str, Frame]] = MappingProxyType({name: _table(anchors) for name, anchors in _ANCHORS.items()})
"""Each palette as a table of 256 BGR colours, uint8, 256 x 3."""


def colour_by(palette: str, frame: Frame) -> Frame:
    """Show the luma of a frame in a palette.

    Args:
        palette: One of `PALETTES`.
        frame: uint8, H x W or H x W x 3.

    Returns:
        uint8, H x W x 3 (BGR).

    Raises:
        ValueError: There is no such palette.
    """
    if palette not in PALETTES:
        message = f"expected one of {', '.join(PALETTES)}, got {palette!r}"
        raise ValueError(message)
    return np.asarray(PALETTES[palette][to_grey(frame)], np.uint8)
