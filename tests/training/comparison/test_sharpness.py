"""The two measures of sharpness."""

import cv2
import numpy as np
import pytest

from training.comparison.sharpness import laplacian_variance, tenengrad
from training.distortions.base import Frame


def test_both_fall_when_a_frame_is_blurred(scenes: list[Frame]) -> None:
    blurred = np.asarray(cv2.GaussianBlur(scenes[0], (11, 11), 0), np.uint8)
    for measure in (laplacian_variance, tenengrad):
        assert measure(blurred) < measure(scenes[0])


def test_a_flat_frame_has_none_and_a_step_has_a_known_gradient() -> None:
    flat: Frame = np.full((32, 32), 9, np.uint8)
    assert laplacian_variance(flat).tolist() == tenengrad(flat).tolist() == [0]
    ramp: Frame = np.tile(np.arange(64, dtype=np.uint8), (64, 1))
    inner = 62 / 64 * 8.0**2  # Sobel gives 8 times the slope, and 0 in the mirrored border columns
    assert tenengrad(ramp) == pytest.approx([np.log1p(inner)])
