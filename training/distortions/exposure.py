"""Exposure: a gain that saturates the picture, or leaves it in the dark."""

from typing import ClassVar

import numpy as np

from training.distortions.base import Distortion, Frame, to_frame

_GAIN_MAX = 4.0
_OFFSET_MAX = 30.0
_GAIN_MIN = 0.08


class Overexposure(Distortion):
    """Brightness times up to 4, with an offset of up to 30 grey levels."""

    kind: ClassVar[str] = "overexposure"
    visible_from: ClassVar[float] = 0.28

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        offset = rng.uniform(0, _OFFSET_MAX) * severity
        return scale_brightness(frame, 1 + (_GAIN_MAX - 1) * severity, offset)


class Underexposure(Distortion):
    """Brightness times as little as 0.08."""

    kind: ClassVar[str] = "underexposure"
    visible_from: ClassVar[float] = 0.63

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        return scale_brightness(frame, 1 - (1 - _GAIN_MIN) * severity)


def scale_brightness(frame: Frame, gain: float, offset: float = 0.0) -> Frame:
    """Multiply by `gain` and add `offset`; what leaves 0..255 saturates."""
    return to_frame(frame * np.float32(gain) + np.float32(offset))
