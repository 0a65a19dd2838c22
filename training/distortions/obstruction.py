"""Obstruction: something close to the lens, out of focus, hides a part of the view."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, per_pixel, to_frame

_AREA_MAX = 0.75
_SOFT_RANGE = (0.006, 0.05)  # rim, of the frame's shorter side
_OPACITY = (0.9, 1.0)
_SLOPE_MAX = 12.0
_FROM_EDGE_SHARE = 0.6
_GRID = 32


class Obstruction(Distortion):
    """A smooth blob with a soft rim covers up to 75 % of the frame: a leaf, mud, a hand, the housing."""

    kind: ClassVar[str] = "obstruction"
    visible_from: ClassVar[float] = 0.14

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        rows, columns = frame.shape[:2]
        height = _height_map(rng)
        soft_px = rng.uniform(*_SOFT_RANGE) * min(rows, columns) + 0.8
        level, opacity = _level(frame, rng), rng.uniform(*_OPACITY)
        slope = rng.uniform(-_SLOPE_MAX, _SLOPE_MAX, 2)
        threshold = np.quantile(height, 1 - _AREA_MAX * severity)
        smooth = cv2.resize(height, (columns, rows), interpolation=cv2.INTER_CUBIC)
        mask = np.asarray(smooth > threshold, np.float32)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), soft_px), np.float32) * np.float32(opacity)
        across, down = np.linspace(-1, 1, columns)[np.newaxis, :], np.linspace(-1, 1, rows)[:, np.newaxis]
        cover = per_pixel(np.asarray(level + slope[0] * across + slope[1] * down, np.float32), frame)
        return to_frame(frame + (cover - frame) * per_pixel(mask, frame))


def _height_map(rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give a hilly map whose highest parts are covered first; more cover grows from the same place."""
    axis = np.linspace(-1, 1, _GRID, dtype=np.float32)
    y, x = axis[:, np.newaxis], axis[np.newaxis, :]
    angle, reach = rng.uniform(0, 2 * np.pi), 1.3 if rng.random() < _FROM_EDGE_SHARE else rng.uniform(0, 0.5)
    distance = np.hypot((x - reach * np.cos(angle)) * rng.uniform(0.7, 1.4), y - reach * np.sin(angle))
    hills = cv2.resize(rng.standard_normal((5, 5)).astype(np.float32), (_GRID, _GRID), interpolation=cv2.INTER_CUBIC)
    return np.asarray(rng.uniform(0.05, 0.35) * np.asarray(hills) - distance, np.float32)


def _level(frame: Frame, rng: np.random.Generator) -> float:
    """Give the level of the body: far from the scene's mean more often than near it."""
    mean = float(frame.mean())
    level = rng.uniform(0, 255)
    return float(level if abs(level - mean) > 25 else np.clip(mean + (60 if level > mean else -60), 0, 255))
