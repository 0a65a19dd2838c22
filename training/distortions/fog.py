"""A fogged lens: scattered light takes contrast away and puts a halo around what is warm."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, per_pixel, to_frame
from training.wide_blur import blur_widely

_SCATTER_MAX, _VEIL_MAX = 0.95, 0.85
_HALO_RANGE = (0.02, 0.07)  # of the frame's shorter side
_PATCHY_SHARE, _THINNEST = 0.35, 0.6


class FoggedLens(Distortion):
    """Up to 95 % of the light is scattered into a wide halo and up to 85 % of the contrast drowns in a veil."""

    kind: ClassVar[str] = "fogged_lens"
    visible_from: ClassVar[float] = 0.18

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        sigma_px = rng.uniform(*_HALO_RANGE) * min(frame.shape[:2]) + 1.5
        veil = np.float32(float(frame.mean()) + rng.uniform(-10, 60))
        shape = (frame.shape[0], frame.shape[1])
        mask = _patches(shape, rng) if rng.random() < _PATCHY_SHARE else np.ones(shape, np.float32)
        scatter = per_pixel(mask * np.float32(_SCATTER_MAX * severity**0.5), frame)
        drowned = per_pixel(mask * np.float32(_VEIL_MAX * severity**0.8), frame)
        scattered = frame + (blur_widely(frame, sigma_px) - frame) * scatter
        return to_frame(scattered + (veil - scattered) * drowned)


def _patches(shape: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give where the fog lies, 0.6..1: it clears in large, soft patches."""
    coarse = rng.uniform(_THINNEST, 1, (3, 4)).astype(np.float32)
    smooth = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(smooth, np.float32), np.float32(_THINNEST), np.float32(1))
