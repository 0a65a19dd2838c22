"""Whether a distortion shows."""

import cv2
import numpy as np
import pytest

from training.distortions import Frame
from training.visibility import is_visible, saturated_share


def test_blur_shows_on_a_scene_and_not_on_a_flat_sky(scene: Frame) -> None:
    sky = np.full((64, 64), 90, np.uint8)
    for frame, expected in ((scene, True), (sky, False)):
        blurred = np.asarray(cv2.GaussianBlur(frame, (11, 11), 0), np.uint8)
        assert is_visible("lens_blur", frame, blurred) is expected


def test_brightness_is_a_fault_only_where_it_saturates() -> None:
    dark = np.linspace(0, 90, 64 * 64).reshape(64, 64).astype(np.uint8)
    bright = np.linspace(0, 200, 64 * 64).reshape(64, 64).astype(np.uint8)
    for frame, expected in ((dark, False), (bright, True)):
        lit = np.clip(frame * 2.5, 0, 255).astype(np.uint8)
        assert is_visible("overexposure", frame, lit) is expected


def test_what_was_white_before_is_not_counted() -> None:
    white = np.full((32, 32), 255, np.uint8)
    assert saturated_share(white) == 1
    assert not is_visible("overexposure", white, white)


def test_kinds_that_add_something_of_their_own_always_show(scene: Frame) -> None:
    assert is_visible("dead_pixels", scene, scene)


@pytest.mark.parametrize("shape", [(1, 1), (5, 40), (17, 33)])
def test_frames_smaller_than_a_block_are_taken(shape: tuple[int, int]) -> None:
    frame = np.zeros(shape, np.uint8)
    assert not is_visible("banding", frame, frame)
    assert is_visible("banding", frame, frame + np.uint8(9))


def test_lost_packets_show_where_the_decoder_could_not_conceal_them(scene: Frame) -> None:
    torn = scene.copy()
    torn[32:64] = 255 - torn[32:64]
    assert is_visible("packet_loss", scene, torn)
    assert not is_visible("packet_loss", scene, np.clip(scene.astype(int) + 4, 0, 255).astype(np.uint8))
