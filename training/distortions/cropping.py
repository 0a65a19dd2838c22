"""Crop: the frame shows only a part of its view, enlarged."""

from typing import ClassVar

import cv2
import numpy as np

from training.distortions.alteration import Alteration
from training.distortions.base import Frame

_SCALE_MAX = 4.0


class Crop(Alteration):
    """A part anywhere in the frame, down to a quarter of each side, is enlarged to the frame's size (bilinear)."""

    name: ClassVar[str] = "crop"

    def _alter(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        scale = 1 + (_SCALE_MAX - 1) * severity
        rows, columns = (max(1, round(side / scale)) for side in frame.shape[:2])
        top = int(rng.integers(frame.shape[0] - rows, endpoint=True))
        left = int(rng.integers(frame.shape[1] - columns, endpoint=True))
        part = np.ascontiguousarray(frame[top : top + rows, left : left + columns])
        size = (frame.shape[1], frame.shape[0])
        return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), np.uint8)
