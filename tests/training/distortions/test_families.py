"""What each family does, against a figure that can be worked out."""

import numpy as np
import pytest

from training.distortions import Frame
from training.distortions.aliasing import decimate
from training.distortions.blackout import Blackout
from training.distortions.blur import convolve, disc_kernel, line_kernel
from training.distortions.compression import jpeg_round_trip
from training.distortions.exposure import scale_brightness
from training.distortions.ghosting import overlay_shifted
from training.distortions.noise import add_noise


@pytest.mark.parametrize("radius_px", [0.3, 1.0, 3.7, 10.0])
def test_disc_kernel_sums_to_1_and_has_the_spread_of_a_disc(radius_px: float) -> None:
    kernel = disc_kernel(radius_px)
    axis = np.arange(len(kernel)) - len(kernel) // 2
    variance = float((kernel.sum(axis=0) * axis**2).sum())
    assert kernel.sum() == pytest.approx(1)
    assert variance == pytest.approx(radius_px**2 / 4, rel=0.1, abs=0.2)


@pytest.mark.parametrize("angle_deg", [0, 45, 90, 137])
def test_line_kernel_sums_to_1_and_has_the_spread_of_a_line(angle_deg: float) -> None:
    kernel = line_kernel(15, angle_deg)
    axis = np.arange(len(kernel)) - len(kernel) // 2
    variance = float((kernel.sum(axis=0) * axis**2).sum() + (kernel.sum(axis=1) * axis**2).sum())
    assert kernel.sum() == pytest.approx(1, abs=1e-6)
    assert variance == pytest.approx(15**2 / 12, rel=0.1)


def test_a_line_of_one_pixel_is_no_blur(scene: Frame) -> None:
    assert np.array_equal(convolve(scene, line_kernel(0.0, 30)), scene)


def test_noise_has_the_asked_sigma_and_no_mean(rng: np.random.Generator) -> None:
    flat = np.full((200, 200), 128, np.uint8)
    change = add_noise(flat, 20, rng).astype(float) - 128
    assert change.std() == pytest.approx(20, rel=0.02)
    assert abs(change.mean()) < 0.5


def test_noise_saturates_instead_of_wrapping(rng: np.random.Generator) -> None:
    white = np.full((64, 64), 250, np.uint8)
    assert add_noise(white, 30, rng).min() > 100


def test_brightness_saturates_at_both_ends() -> None:
    frame = np.array([[0, 100, 200]], np.uint8)
    assert scale_brightness(frame, 2.5).tolist() == [[0, 250, 255]]
    assert scale_brightness(frame, 1.0, -150).tolist() == [[0, 0, 50]]


def test_jpeg_of_quality_5_leaves_blocks_of_8(scene: Frame) -> None:
    compressed = jpeg_round_trip(scene, 5).astype(float)
    steps = np.abs(np.diff(compressed, axis=1)).mean(axis=0)
    at_borders = steps[7::8].mean()
    inside = np.delete(steps, np.s_[7::8]).mean()
    assert at_borders > 1.5 * inside


def test_ghost_is_the_frame_rolled_and_mixed() -> None:
    frame = np.zeros((1, 8), np.uint8)
    frame[0, 2] = 200
    assert overlay_shifted(frame, shift_px=3, rise_px=0, opacity=0.25)[0].tolist() == [0, 0, 150, 0, 0, 50, 0, 0]


def test_decimation_by_4_leaves_blocks_of_4(scene: Frame) -> None:
    blocks = decimate(scene, 4).reshape(30, 4, 40, 4)
    assert np.ptp(blocks, axis=(1, 3)).max() == 0


def test_decimation_of_one_pixel_keeps_it() -> None:
    pixel = np.array([[77]], np.uint8)
    assert np.array_equal(decimate(pixel, 7), pixel)


def test_blackout_is_flat(scene: Frame) -> None:
    stds = [Blackout().apply(scene, 1.0, np.random.default_rng(seed)).std() for seed in range(20)]
    assert max(stds) < 1.2
    assert min(stds) == 0
