"""Flicker: the brightness of the whole picture changes from frame to frame."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from training.distortions.alteration import ClipDistortion
from training.distortions.base import Frame
from training.distortions.exposure import scale_brightness

_GAIN_MAX = 0.6
_JITTER = 0.3  # of the amplitude
_PERIOD_FRAMES = (2.0, 9.0)


class Flicker(ClipDistortion):
    """Brightness swings by up to 60 %, with a period of 2 to 9 frames and some jitter: a gain control that hunts."""

    name: ClassVar[str] = "flicker"

    def _distort(self, frames: Sequence[Frame], severity: float, rng: np.random.Generator) -> list[Frame]:
        period, phase = rng.uniform(*_PERIOD_FRAMES), rng.uniform(0, 2 * np.pi)
        swing = np.sin(2 * np.pi * np.arange(len(frames)) / period + phase)
        jitter = rng.uniform(-1, 1, len(frames))
        gains = 1 + _GAIN_MAX * severity * ((1 - _JITTER) * swing + _JITTER * jitter)
        return [scale_brightness(frame, float(gain)) for frame, gain in zip(frames, gains, strict=True)]
