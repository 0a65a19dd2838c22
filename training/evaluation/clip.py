"""A short clip made of one frame: a window that moves over it, as a camera's view does."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from training.distortions.base import Frame
from training.distortions.noise import add_noise

_SENSOR_NOISE_SIGMA: Final = 1.0
_MARGIN_SHARE: Final = 0.25

Offset = tuple[int, int]
"""Rows and columns."""


def pan(frame: Frame, n_frames: int, step: Offset, rng: np.random.Generator) -> list[Frame]:
    """Move evenly over a frame, as a camera on a drive.

    Args:
        frame: uint8, H x W or H x W x 3.
        n_frames: Length of the clip, at least 1.
        step: From one frame to the next, 0 or more; shortened where the whole way would take over a quarter of a side.
        rng: Source of the noise.

    Returns:
        Frames of one size with even sides.
    """
    longest = [int(side * _MARGIN_SHARE) // max(1, n_frames - 1) for side in frame.shape[:2]]
    down, right = min(step[0], longest[0]), min(step[1], longest[1])
    return _cut(frame, [(down * index, right * index) for index in range(n_frames)], rng)


def shake(frame: Frame, n_frames: int, reach: int, rng: np.random.Generator) -> list[Frame]:
    """Jump about on a frame, as a camera on a mast in the wind.

    Args:
        frame: uint8, H x W or H x W x 3.
        n_frames: Length of the clip, at least 1.
        reach: How far apart two windows may lie, in pixels; an eighth of the shorter side at most.
        rng: Source of the way and the noise.

    Returns:
        Frames of one size with even sides.
    """
    reach = min(reach, min(frame.shape[:2]) // 8)
    offsets = rng.integers(0, reach, size=(n_frames, 2), endpoint=True).tolist()
    return _cut(frame, [(down, right) for down, right in offsets], rng)


def _cut(frame: Frame, offsets: Sequence[Offset], rng: np.random.Generator) -> list[Frame]:
    """Cut windows of one size, each with a little fresh sensor noise.

    Without the noise an encoder would copy each frame from the one before, and a low bit rate would do no harm.
    """
    rows = _even(frame.shape[0] - max(down for down, _ in offsets))
    columns = _even(frame.shape[1] - max(right for _, right in offsets))
    windows = [frame[down : down + rows, right : right + columns] for down, right in offsets]
    return [add_noise(window, _SENSOR_NOISE_SIGMA, rng) for window in windows]


def _even(side_px: int) -> int:
    return side_px - side_px % 2
