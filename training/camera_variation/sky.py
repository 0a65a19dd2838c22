"""A sky over the scene: half a frame without anything in it, and nothing wrong with that."""

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame, to_frame
from training.wide_blur import blur_widely

_SHARE = 0.12
_LEAST_SIDE_PX = 16
_SKYLINE = (0.2, 0.85)  # from the top
_TILT_MAX, _HILLS_MAX, _N_HILLS = 0.12, 0.12, (3, 9)
_TREES_SHARE, _TREES_MAX_PX, _TREE_WIDTH_PX = 0.6, 14.0, (2, 7)
_EDGE_SIGMA_PX = (0.3, 0.8)
_LEVEL, _SLOPE_MAX = (0.0, 200.0), 50.0
_CLOUDS_SHARE, _CLOUDS_MAX, _N_CLOUDS = 0.45, 18.0, (3, 7)
_SPECK_SHARE, _SPECK_MAX_PX = 0.3, 5
_HALO_SHARE, _HALO_AMOUNT, _HALO_SIGMA = 0.5, (0.3, 1.0), (0.03, 0.15)  # sigma: of the frame's shorter side

Levels = npt.NDArray[np.float32]


def put_sky(frame: Frame, rng: np.random.Generator) -> Frame:
    """Put a sky over the upper part of a grey frame, now and then: sharp against hills, trees or roofs.

    An obstruction is flat too, but out of focus: its rim is soft. A wide, dark halo along the skyline, as local
    contrast enhancement leaves it, is no rim.

    Args:
        frame: uint8, H x W.
        rng: Source of all choices.
    """
    if rng.random() >= _SHARE or min(frame.shape) < _LEAST_SIDE_PX:
        return frame
    rows, columns = frame.shape
    below = np.arange(rows, dtype=np.float32)[:, np.newaxis] >= _skyline(rows, columns, rng)
    ground = cv2.GaussianBlur(below.astype(np.float32), (0, 0), rng.uniform(*_EDGE_SIGMA_PX))
    sky = _sky(rows, columns, rng)
    seen = sky + (frame - sky) * ground
    if rng.random() < _HALO_SHARE:
        around = blur_widely(to_frame(seen), rng.uniform(*_HALO_SIGMA) * min(rows, columns) + 1.5)
        seen = seen + np.float32(rng.uniform(*_HALO_AMOUNT)) * (seen - around)
    return to_frame(seen)


def _skyline(rows: int, columns: int, rng: np.random.Generator) -> Levels:
    """Give the row at which the ground begins in each column."""
    hills = _stretched(rng.normal(0, _HILLS_MAX / 2, int(rng.integers(*_N_HILLS, endpoint=True))), columns)
    tilt = np.linspace(-0.5, 0.5, columns, dtype=np.float32) * np.float32(rng.uniform(-_TILT_MAX, _TILT_MAX))
    line = rows * (np.float32(rng.uniform(*_SKYLINE)) + hills + tilt)
    if rng.random() < _TREES_SHARE:
        n_trees = max(2, columns // int(rng.integers(*_TREE_WIDTH_PX, endpoint=True)))
        line = line + _stretched(rng.uniform(0, rng.uniform(0, _TREES_MAX_PX), n_trees), columns)
    return np.asarray(line, np.float32)


def _sky(rows: int, columns: int, rng: np.random.Generator) -> Levels:
    slope = np.linspace(0, 1, rows, dtype=np.float32)[:, np.newaxis] * np.float32(rng.uniform(-_SLOPE_MAX, _SLOPE_MAX))
    sky = np.float32(rng.uniform(*_LEVEL)) + slope + np.zeros((1, columns), np.float32)
    if rng.random() < _CLOUDS_SHARE:
        coarse = rng.normal(0, rng.uniform(0, _CLOUDS_MAX), rng.integers(*_N_CLOUDS, size=2, endpoint=True))
        sky += cv2.resize(coarse.astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    if rng.random() < _SPECK_SHARE:
        centre = (int(rng.integers(columns)), int(rng.integers(rows)))
        level = float(sky.mean()) + rng.uniform(40, 150)
        axes = (int(rng.integers(1, _SPECK_MAX_PX)), int(rng.integers(1, _SPECK_MAX_PX)))
        cv2.ellipse(sky, centre, axes, 0, 0, 360, level, -1, cv2.LINE_AA)
    return sky


def _stretched(values: npt.NDArray[np.float64], columns: int) -> Levels:
    return np.asarray(cv2.resize(values.astype(np.float32)[np.newaxis], (columns, 1))[0], np.float32)
