"""Blur so wide that it can be worked out on a small copy of the frame."""

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame

_SHRINK = 4


def blur_widely(frame: Frame, sigma_px: float) -> npt.NDArray[np.float32]:
    """Give the blurred frame; worked out at a quarter of its size, which nothing so smooth shows.

    Args:
        frame: uint8, H x W or H x W x 3.
        sigma_px: Standard deviation of the Gaussian, in pixels of the frame; from 1.2 up.
    """
    rows, columns = frame.shape[:2]
    size = (max(1, columns // _SHRINK), max(1, rows // _SHRINK))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.3, sigma_px / _SHRINK))
    return np.asarray(cv2.resize(blurred, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
