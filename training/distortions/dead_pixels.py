"""Dead and hot pixels: single picture elements, or small clusters, that no longer follow the scene."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame

_DENSITY_MIN, _DENSITY_MAX = 4e-5, 2e-2
_CLUSTER_SHARE = 0.25
_SATURATED_SHARE = 0.6
_STUCK_OFFSET = (60, 160)


class DeadPixels(Distortion):
    """Up to 2 % of the pixels are black, white, or stuck far from their surroundings; now and then 2 x 2 at a time.

    The same generator state marks the same pixels first, so more severity means more of them.
    """

    kind: ClassVar[str] = "dead_pixels"
    visible_from: ClassVar[float] = 0.25

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        density = _DENSITY_MIN * (_DENSITY_MAX / _DENSITY_MIN) ** severity
        clustered = rng.random() < _CLUSTER_SHARE
        saturated, polarity = rng.random() < _SATURATED_SHARE, rng.random()
        draw = rng.random(frame.shape[:2], dtype=np.float32)
        marks = np.asarray(draw < density / (2 if clustered else 1), np.uint8)
        if clustered:
            marks = np.asarray(cv2.dilate(marks, np.ones((2, 2), np.uint8)), np.uint8)
        rows, columns = np.nonzero(marks)
        distorted = frame.copy()
        old = frame[rows, columns].astype(np.int16)
        distorted[rows, columns] = _stuck_levels(old, polarity, saturated=saturated, rng=rng)
        return distorted


def _stuck_levels(
    old: npt.NDArray[np.int16], polarity: float, *, saturated: bool, rng: np.random.Generator
) -> npt.NDArray[np.uint8]:
    """Give the stuck level of each pixel, alike in all channels.

    Args:
        old: Levels of the scene there, N or N x 3.
        polarity: 0..1: below a third all dead, above two thirds all hot, mixed between.
        saturated: Whether they are black and white; otherwise they are an offset away from the scene.
        rng: Source of the mixture.
    """
    n_pixels = len(old)
    hot = rng.random(n_pixels) < (0.5 if 1 / 3 < polarity < 2 / 3 else float(polarity > 0.5))
    if saturated:
        levels = np.where(hot, 255, 0)
    else:
        middle = old if old.ndim == 1 else old.mean(axis=1)
        offset = rng.uniform(*_STUCK_OFFSET, n_pixels)
        # An offset that the range would swallow turns the other way.
        up = np.where(middle + offset > 300, False, np.where(middle - offset < -45, True, hot))
        levels = np.clip(middle + np.where(up, offset, -offset), 0, 255)
    levels = np.rint(levels).astype(np.uint8)
    return levels if old.ndim == 1 else np.repeat(levels[:, np.newaxis], old.shape[1], axis=1)
