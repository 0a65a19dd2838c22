"""Aliasing: pixels thrown away without a filter."""

from typing import ClassVar

import cv2
import numpy as np

from training.distortions.base import Distortion, Frame

_FACTOR_MAX = 7.0


class Aliasing(Distortion):
    """Decimation by up to 7 and enlargement again, both to the nearest pixel."""

    kind: ClassVar[str] = "aliasing"
    visible_from: ClassVar[float] = 0.25

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        return decimate(frame, 1 + (_FACTOR_MAX - 1) * severity)


def decimate(frame: Frame, factor: float) -> Frame:
    """Keep every `factor`-th pixel (at least one a side) and enlarge again, both to the nearest pixel."""
    height, width = frame.shape[:2]
    size = (max(1, int(width / factor)), max(1, int(height / factor)))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
