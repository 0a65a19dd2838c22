"""The whole frame now and then, and shrinking without aliasing."""

import numpy as np

from training.camera_variation.geometry import average_to, shrink_to_fit, vary_geometry
from training.distortions import Frame
from training.synthetic_scene import draw_scene


def test_shrinks_a_whole_frame_until_it_fits() -> None:
    assert shrink_to_fit(np.zeros((512, 640), np.uint8), 220, 280).shape == (220, 275)
    assert shrink_to_fit(np.zeros((640, 512), np.uint8), 220, 280).shape == (220, 176)


def test_leaves_a_frame_that_fits_as_it_is(scene: Frame) -> None:
    assert np.array_equal(shrink_to_fit(scene, 220, 280), scene)


def test_a_share_of_the_frames_is_shown_whole() -> None:
    frame = draw_scene(512, 640, np.random.default_rng(0))
    shapes = [vary_geometry(frame, 220, 280, np.random.default_rng(seed)).shape for seed in range(300)]
    whole = [shape in {(220, 275), (220, 176)} for shape in shapes]
    assert 0.15 < np.mean(whole) < 0.4


def test_averages_instead_of_dropping_pixels() -> None:
    checkerboard = np.indices((256, 320)).sum(axis=0) % 2 * 255
    assert np.ptp(average_to(checkerboard.astype(np.uint8), 64, 80)) <= 1


def test_never_enlarges_beyond_two() -> None:
    frame = np.zeros((512, 640), np.uint8)
    frame[:, ::64] = 255
    for seed in range(100):
        shown = vary_geometry(frame, 220, 280, np.random.default_rng(seed))
        bright = np.flatnonzero(shown.max(axis=0) > 40)
        if shown.max(axis=0).std() > 1 and len(bright) > 1:
            assert np.diff(bright).max() <= 2 * 64 + 2
