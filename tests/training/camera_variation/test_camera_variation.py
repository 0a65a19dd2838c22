"""Domain randomisation must leave a clean, repeatable picture of at most the asked size."""

import numpy as np
import pytest

from training.camera_variation import cut_out, vary_camera, vary_scene, vary_screen
from training.camera_variation.gain import vary_gain
from training.camera_variation.geometry import vary_geometry
from training.camera_variation.haze import add_haze
from training.camera_variation.margins import add_margins
from training.camera_variation.optics import vary_optics
from training.camera_variation.overlay import draw_overlay
from training.camera_variation.sensor import vary_sensor
from training.distortions import Frame
from training.synthetic_scene import draw_scene

SEEDS = range(60)


@pytest.mark.parametrize("shape", [(120, 160), (480, 640), (32, 32), (300, 40)])
def test_gives_a_grey_frame_of_about_the_asked_size(shape: tuple[int, int]) -> None:
    frame = draw_scene(*shape, np.random.default_rng(0))
    for seed in SEEDS:
        varied = vary_camera(frame, 220, 280, np.random.default_rng(seed))
        assert varied.dtype == np.uint8
        assert varied.ndim == 2
        assert min(varied.shape) >= 10
        assert max(varied.shape) <= 320


def test_same_generator_state_gives_the_same_frame(scene: Frame) -> None:
    first = vary_camera(scene, 90, 120, np.random.default_rng(5))
    assert np.array_equal(first, vary_camera(scene, 90, 120, np.random.default_rng(5)))


def test_leaves_the_given_frame_as_it_is(scene: Frame) -> None:
    before = scene.copy()
    for seed in SEEDS:
        vary_camera(scene, 90, 120, np.random.default_rng(seed))
    assert np.array_equal(scene, before)


def test_varies_and_keeps_the_scene_visible(scene: Frame) -> None:
    varied = [vary_camera(scene, 90, 120, np.random.default_rng(seed)) for seed in SEEDS]
    assert len({frame.tobytes() for frame in varied}) == len(varied)
    assert np.median([frame.std() for frame in varied]) > 15


@pytest.mark.parametrize(
    "step",
    [add_haze, vary_gain, vary_optics, vary_sensor, add_margins, draw_overlay],
    ids=lambda step: step.__name__,
)
def test_each_step_keeps_the_shape_and_takes_flat_frames(step: object) -> None:
    assert callable(step)
    for seed in SEEDS:
        for level in (0, 255):
            flat = np.full((40, 50), level, np.uint8)
            assert step(flat, np.random.default_rng(seed)).shape == flat.shape


def test_cut_out_takes_what_there_is(scene: Frame, rng: np.random.Generator) -> None:
    assert cut_out(scene, 50, 60, rng).shape == (50, 60)
    assert cut_out(scene, 999, 60, rng).shape == (120, 60)


def test_scene_and_screen_together_are_the_camera(scene: Frame) -> None:
    for seed in SEEDS:
        whole, halves = np.random.default_rng(seed), np.random.default_rng(seed)
        shown = vary_screen(vary_scene(scene, 90, 120, halves, scene), halves, scene)
        assert np.array_equal(shown, vary_camera(scene, 90, 120, whole))


def test_geometry_shows_other_parts_at_other_scales(scene: Frame) -> None:
    shapes = {vary_geometry(scene, 60, 80, np.random.default_rng(seed)).shape for seed in SEEDS}
    assert len(shapes) > 10
