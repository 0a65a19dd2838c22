"""Picture-in-picture: a second picture, smaller, inside the frame."""

import cv2
import numpy as np

from training.camera_variation.geometry import average_to
from training.distortions.base import Frame

_SHARE = 0.05
_SIDE_SHARE = (0.2, 0.45)
_BORDER_PX = (0, 1, 1, 2, 3)
_BORDER_LEVELS = (0, 200, 255)
_CORNER_SHARE = 0.6
_MARGIN_SHARE = 0.04
_NEGATIVE_SHARE = 0.2
_SIDE_MIN_PX = 8


def set_inset(frame: Frame, rng: np.random.Generator, other: Frame) -> Frame:
    """Put `other`, shrunk and mostly framed, into a copy of a grey frame, now and then.

    Args:
        frame: uint8, H x W.
        rng: Source of all choices.
        other: uint8, H x W of any size: another clean frame, or the whole of this one.
    """
    rows, columns = (int(side * rng.uniform(*_SIDE_SHARE)) for side in frame.shape[:2])
    if rng.random() >= _SHARE or min(rows, columns) < _SIDE_MIN_PX:
        return frame
    small = average_to(other, rows, columns)
    if rng.random() < _NEGATIVE_SHARE:
        small = 255 - small
    border_px = _BORDER_PX[rng.integers(len(_BORDER_PX))]
    if border_px:
        level = _BORDER_LEVELS[rng.integers(len(_BORDER_LEVELS))]
        cv2.rectangle(small, (0, 0), (columns - 1, rows - 1), level, thickness=2 * border_px - 1)
    top, left = _place(frame, rows, columns, rng)
    shown = frame.copy()
    shown[top : top + rows, left : left + columns] = small
    return shown


def _place(frame: Frame, rows: int, columns: int, rng: np.random.Generator) -> tuple[int, int]:
    """Choose the top left corner: in a corner of the frame, or in its middle."""
    free_rows, free_columns = frame.shape[0] - rows, frame.shape[1] - columns
    if rng.random() >= _CORNER_SHARE:
        return free_rows // 2, free_columns // 2
    margin = int(_MARGIN_SHARE * min(frame.shape) * rng.random())
    top = margin if rng.random() < 0.5 else free_rows - margin
    left = margin if rng.random() < 0.5 else free_columns - margin
    return top, left
