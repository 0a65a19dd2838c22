"""What surrounds the picture on the screen: bars at its sides, rounded corners, the round mask of a scope."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from training.distortions.base import Frame

_SHARE = 0.07
_BAR_SHARE = (0.03, 0.16)
_LEVELS = (0, 0, 0, 0, 16, 255)
_CORNER_SHARE = (0.06, 0.25)
_SCOPE_RADIUS = (0.46, 0.6)
_OPAQUE = 255


def add_margins(frame: Frame, rng: np.random.Generator) -> Frame:
    """Cover the margin of a copy of a grey frame with one flat level and a hard edge, now and then."""
    if rng.random() >= _SHARE:
        return frame
    choose = _MASKS[rng.integers(len(_MASKS))]
    visible = choose(frame.shape[0], frame.shape[1], rng)
    level = _LEVELS[rng.integers(len(_LEVELS))]
    return np.where(visible, frame, np.uint8(level))


def _bars(rows: int, columns: int, rng: np.random.Generator) -> Frame:
    """Leave out a strip at the left and right, or at the top and bottom; the two may differ."""
    upright = rng.random() < 0.6
    length = columns if upright else rows
    first = int(length * rng.uniform(*_BAR_SHARE))
    last = first if rng.random() < 0.6 else int(length * rng.uniform(0, _BAR_SHARE[1]))
    visible = np.zeros((rows, columns), np.uint8)
    if upright:
        visible[:, first : columns - last] = _OPAQUE
    else:
        visible[first : rows - last] = _OPAQUE
    return visible


def _rounded(rows: int, columns: int, rng: np.random.Generator) -> Frame:
    """Leave out the corners outside a quarter circle."""
    radius = int(min(rows, columns) * rng.uniform(*_CORNER_SHARE))
    visible = np.zeros((rows, columns), np.uint8)
    cv2.rectangle(visible, (radius, 0), (columns - 1 - radius, rows - 1), _OPAQUE, thickness=-1)
    cv2.rectangle(visible, (0, radius), (columns - 1, rows - 1 - radius), _OPAQUE, thickness=-1)
    for x in (radius, columns - 1 - radius):
        for y in (radius, rows - 1 - radius):
            cv2.circle(visible, (x, y), radius, _OPAQUE, thickness=-1)
    return visible


def _scope(rows: int, columns: int, rng: np.random.Generator) -> Frame:
    """Leave a disc in the middle, a little larger or smaller than the shorter side."""
    visible = np.zeros((rows, columns), np.uint8)
    radius = max(1, int(min(rows, columns) * rng.uniform(*_SCOPE_RADIUS)))
    cv2.circle(visible, (columns // 2, rows // 2), radius, _OPAQUE, thickness=-1)
    return visible


_MASKS: Final[tuple[Callable[[int, int, np.random.Generator], Frame], ...]] = (_bars, _bars, _bars, _rounded, _scope)
