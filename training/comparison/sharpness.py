"""Two measures of sharpness that people use for focus and for want of better."""

import math
from typing import Final

import cv2
import numpy as np

from training.comparison.measure import SCALING_ALONE, Measure, take_first_number
from training.distortions.base import Frame
from training.metrics import Floats


def laplacian_variance(frame: Frame) -> Floats:
    """Give the variance of the Laplacian, as a logarithm: it spans several powers of ten.

    Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
    """
    return np.array([math.log1p(cv2.Laplacian(frame, cv2.CV_64F).var())])


def tenengrad(frame: Frame) -> Floats:
    """Give the mean squared gradient by Sobel's operator, as a logarithm.

    Source: Tenenbaum, "Accommodation in computer vision", Stanford 1970.
    """
    across, down = cv2.Sobel(frame, cv2.CV_64F, 1, 0), cv2.Sobel(frame, cv2.CV_64F, 0, 1)
    return np.array([math.log1p(np.mean(across**2 + down**2))])


LAPLACIAN: Final = Measure(
    name="Laplacian variance",
    fitted=SCALING_ALONE,
    describe=laplacian_variance,
    fit=take_first_number,
)

TENENGRAD: Final = Measure(
    name="Tenengrad",
    fitted=SCALING_ALONE,
    describe=tenengrad,
    fit=take_first_number,
)
