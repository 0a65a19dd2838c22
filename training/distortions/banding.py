"""Banding: too few grey levels, so that smooth slopes turn into steps."""

from typing import ClassVar

import numpy as np

from training.distortions.base import Distortion, Frame, to_frame

_LEVELS_MOST, _LEVELS_LEAST = 64.0, 3.0


class Banding(Distortion):
    """The 256 grey levels become 64 at the least severity and 3 at the full one, in steps of equal ratio."""

    kind: ClassVar[str] = "banding"
    visible_from: ClassVar[float] = 0.42

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        n_levels = _LEVELS_MOST * (_LEVELS_LEAST / _LEVELS_MOST) ** severity
        step = 255 / n_levels
        phase = rng.uniform(0, step)
        levels = np.arange(256)
        banded = np.floor((levels + phase) / step) * step + step / 2 - phase
        return to_frame(banded)[frame]
