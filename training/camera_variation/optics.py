"""Optics and filters of a camera that still count as clean: slight softness, denoising, sharpening, local contrast."""

import cv2
import numpy as np

from training.distortions.base import Frame, to_frame
from training.wide_blur import blur_widely

_SOFT_SHARE, _SOFT_SIGMA_PX = 0.3, (0.3, 0.9)
_MEDIAN_SHARE, _BILATERAL_SHARE = 0.07, 0.08
_BILATERAL_LEVELS = (10.0, 30.0)
_SHARPEN_SHARE, _SHARPEN_AMOUNT, _SHARPEN_SIGMA_PX = 0.35, (0.2, 1.1), (0.8, 2.0)
_LOCAL_SHARE, _LOCAL_AMOUNT, _LOCAL_SIGMA = 0.12, (0.3, 1.1), (0.03, 0.12)  # sigma: of the frame's shorter side


def vary_optics(frame: Frame, rng: np.random.Generator) -> Frame:
    """Soften, denoise, sharpen or enhance a clean frame as much as real cameras do."""
    softened = _enhance(_soften(frame, rng), rng)
    if rng.random() >= _SHARPEN_SHARE:
        return softened
    amount = rng.uniform(*_SHARPEN_AMOUNT)
    blurred = cv2.GaussianBlur(softened, (0, 0), rng.uniform(*_SHARPEN_SIGMA_PX))
    return np.asarray(cv2.addWeighted(softened, 1 + amount, blurred, -amount, 0), np.uint8)


def _soften(frame: Frame, rng: np.random.Generator) -> Frame:
    choice = rng.random()
    if choice < _SOFT_SHARE:
        return np.asarray(cv2.GaussianBlur(frame, (0, 0), rng.uniform(*_SOFT_SIGMA_PX)), np.uint8)
    if choice < _SOFT_SHARE + _MEDIAN_SHARE:
        return np.asarray(cv2.medianBlur(frame, 3), np.uint8)
    if choice < _SOFT_SHARE + _MEDIAN_SHARE + _BILATERAL_SHARE:
        return np.asarray(cv2.bilateralFilter(frame, 5, rng.uniform(*_BILATERAL_LEVELS), 3), np.uint8)
    return frame


def _enhance(frame: Frame, rng: np.random.Generator) -> Frame:
    """Raise local contrast now and then, as digital detail enhancement does: skylines get a wide, dark halo."""
    if rng.random() >= _LOCAL_SHARE:
        return frame
    around = blur_widely(frame, rng.uniform(*_LOCAL_SIGMA) * min(frame.shape) + 1.5)
    return to_frame(frame + np.float32(rng.uniform(*_LOCAL_AMOUNT)) * (frame - around))
