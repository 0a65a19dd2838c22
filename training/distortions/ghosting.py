"""Ghosting: a second, shifted picture over the first."""

from typing import ClassVar

import cv2
import numpy as np

from training.distortions.base import Distortion, Frame

_OPACITY_MAX = 0.5
_SHIFT_RANGE_PX = (5, 30)
_RISE_MAX_PX = 8
_LEVEL_SHARE = 0.5


class Ghosting(Distortion):
    """A copy shifted by 5 to 30 px sideways, often by up to 8 px in height, as strong as the first at full severity."""

    kind: ClassVar[str] = "ghosting"
    visible_from: ClassVar[float] = 0.34

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        shift_px = int(rng.integers(*_SHIFT_RANGE_PX, endpoint=True)) * (1 if rng.random() < 0.5 else -1)
        level = rng.random() < _LEVEL_SHARE
        rise_px = 0 if level else int(rng.integers(-_RISE_MAX_PX, _RISE_MAX_PX, endpoint=True))
        return overlay_shifted(frame, shift_px, rise_px, _OPACITY_MAX * severity)


def overlay_shifted(frame: Frame, shift_px: int, rise_px: int, opacity: float) -> Frame:
    """Lay a copy, rolled by `shift_px` columns and `rise_px` rows, over the frame."""
    ghost = np.roll(frame, (rise_px, shift_px), axis=(0, 1))
    return np.asarray(cv2.addWeighted(frame, 1 - opacity, ghost, opacity, 0), np.uint8)
