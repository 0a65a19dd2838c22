"""Blur: a lens out of focus, a camera or a scene that moves during the exposure."""

import math
from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame

_SIGMA_MAX_PX = 5.0
_LENGTH_MAX_PX = 30.0
_DISC_SHARE = 0.3


class LensBlur(Distortion):
    """Defocus: a Gaussian of up to 5 px sigma, or now and then a disc of the same spread."""

    kind: ClassVar[str] = "lens_blur"
    visible_from: ClassVar[float] = 0.28

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        sigma_px = _SIGMA_MAX_PX * severity
        if rng.random() < _DISC_SHARE:
            return convolve(frame, disc_kernel(radius_px=2 * sigma_px))
        return np.asarray(cv2.GaussianBlur(frame, (0, 0), sigma_px), np.uint8)


class MotionBlur(Distortion):
    """A straight smear of up to 30 px, in any direction."""

    kind: ClassVar[str] = "motion_blur"
    visible_from: ClassVar[float] = 0.2

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        return convolve(frame, line_kernel(1 + (_LENGTH_MAX_PX - 1) * severity, angle_deg=rng.uniform(0, 180)))


def convolve(frame: Frame, kernel: npt.NDArray[np.float32]) -> Frame:
    """Filter a frame with a kernel; edges are mirrored."""
    return np.asarray(cv2.filter2D(frame, -1, kernel), np.uint8)


def disc_kernel(radius_px: float) -> npt.NDArray[np.float32]:
    """Give the spot of a defocused point: a disc with a soft rim, of the variance `radius_px` squared / 4."""
    x, y = _kernel_grid(radius_px)
    disc = np.clip(radius_px + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(disc / disc.sum(), np.float32)


def line_kernel(length_px: float, angle_deg: float) -> npt.NDArray[np.float32]:
    """Give the track of a point that moved `length_px` along a straight line."""
    x, y = _kernel_grid(length_px / 2)
    cosine, sine = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    along, across = np.abs(x * cosine + y * sine), np.abs(y * cosine - x * sine)
    line = np.clip(length_px / 2 + 0.5 - along, 0, 1) * np.clip(1 - across, 0, 1)
    return np.asarray(line / line.sum(), np.float32)


def _kernel_grid(reach_px: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    half = math.ceil(reach_px)
    axis = np.arange(-half, half + 1, dtype=np.float64)
    return axis[np.newaxis, :], axis[:, np.newaxis]
