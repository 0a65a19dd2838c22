"""A fogged lens: scattered light takes contrast away and puts a halo around what is warm."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, per_pixel, to_frame

_SCATTER_MAX, _VEIL_MAX = 0.95, 0.75
_HALO_RANGE = (0.02, 0.07)  # of the frame's shorter side
_PATCHY_SHARE = 0.35
_SHRINK = 4


class FoggedLens(Distortion):
    """Up to 95 % of the light is scattered into a wide halo and up to 75 % of the contrast drowns in a veil."""

    kind: ClassVar[str] = "fogged_lens"
    visible_from: ClassVar[float] = 0.25

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        sigma_px = rng.uniform(*_HALO_RANGE) * min(frame.shape[:2]) + 1.5
        veil = np.float32(float(frame.mean()) + rng.uniform(-10, 60))
        shape = (frame.shape[0], frame.shape[1])
        mask = _patches(shape, rng) if rng.random() < _PATCHY_SHARE else np.ones(shape, np.float32)
        scatter = per_pixel(mask * np.float32(_SCATTER_MAX * severity**0.7), frame)
        drowned = per_pixel(mask * np.float32(_VEIL_MAX * severity), frame)
        scattered = frame + (_halo(frame, sigma_px) - frame) * scatter
        return to_frame(scattered + (veil - scattered) * drowned)


def _halo(frame: Frame, sigma_px: float) -> npt.NDArray[np.float32]:
    """Give the widely blurred frame; worked out at a quarter of its size, which nothing so smooth shows."""
    rows, columns = frame.shape[:2]
    size = (max(1, columns // _SHRINK), max(1, rows // _SHRINK))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.3, sigma_px / _SHRINK))
    return np.asarray(cv2.resize(blurred, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)


def _patches(shape: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give where the fog lies, 0.35..1: it clears in large, soft patches."""
    coarse = rng.uniform(0.35, 1, (3, 4)).astype(np.float32)
    smooth = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(smooth, np.float32), np.float32(0.35), np.float32(1))
