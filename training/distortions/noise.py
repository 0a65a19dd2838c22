"""Noise that is new in every pixel."""

from typing import ClassVar

import numpy as np

from training.distortions.base import Distortion, Frame, per_pixel, to_frame

_SIGMA_MAX = 50.0


class GaussianNoise(Distortion):
    """Additive Gaussian noise of sigma up to 50, alike in all channels, saturating at black and white."""

    kind: ClassVar[str] = "gaussian_noise"
    visible_from: ClassVar[float] = 0.14

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        return add_noise(frame, _SIGMA_MAX * severity, rng)


def add_noise(frame: Frame, sigma: float, rng: np.random.Generator) -> Frame:
    """Add Gaussian noise of `sigma` grey levels, alike in all channels."""
    noise = rng.standard_normal(frame.shape[:2], dtype=np.float32) * np.float32(sigma)
    return to_frame(frame + per_pixel(noise, frame))
