"""Blackout: a covered lens, a dead sensor, a shutter that stays shut; the frame is flat at any level."""

from typing import ClassVar

import numpy as np

from training.distortions.base import Distortion, Frame
from training.distortions.noise import add_noise

_EXTREME_SHARE = 0.4
_NOISE_SIGMA_MAX = 0.7
_FADING = 4.0


class Blackout(Distortion):
    """The scene fades into one grey level, often black or white, with up to 0.7 grey levels of noise left.

    At severity 0.5 a fifteenth of the contrast is left, at 1 none.
    """

    kind: ClassVar[str] = "blackout"
    visible_from: ClassVar[float] = 0.4

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        extreme = rng.random() < _EXTREME_SHARE
        level = 255 * int(rng.integers(2)) if extreme else int(rng.integers(256))
        left = np.float32((1 - severity) * np.exp(-_FADING * severity))
        faded = np.float32(level) + (frame - np.float32(level)) * left
        sigma = max(0.0, rng.uniform(-_NOISE_SIGMA_MAX, _NOISE_SIGMA_MAX)) * severity
        return add_noise(np.rint(faded).astype(np.uint8), sigma, rng)
