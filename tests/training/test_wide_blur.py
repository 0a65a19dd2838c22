"""Blur that is worked out on a small copy."""

import cv2
import numpy as np
import pytest

from training.synthetic_scene import draw_scene
from training.wide_blur import blur_widely


@pytest.mark.parametrize("sigma_px", [8.0, 20.0])
def test_is_the_gaussian_blur_of_the_whole_frame(sigma_px: float) -> None:
    scene = draw_scene(120, 160, np.random.default_rng(0))
    expected = cv2.GaussianBlur(scene.astype(np.float32), (0, 0), sigma_px)
    assert np.abs(blur_widely(scene, sigma_px) - expected).mean() < 1.5


def test_a_flat_frame_stays_as_it_is() -> None:
    assert np.allclose(blur_widely(np.full((30, 41, 3), 77, np.uint8), 5.0), 77)
