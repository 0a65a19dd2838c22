"""The contract of every distortion, one by one."""

import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS, KINDS, NONE
from training.distortions import DISTORTIONS, TRAINED_KINDS, Distortion, Frame
from training.distortions.base import check_frame, to_frame

each_distortion = pytest.mark.parametrize("distortion", DISTORTIONS.values(), ids=DISTORTIONS)


def mean_change(distortion: Distortion, frame: Frame, severity: float) -> float:
    """Mean absolute difference to the clean frame, over several generator states."""
    changes = [
        np.abs(distortion.apply(frame, severity, np.random.default_rng(seed)).astype(float) - frame).mean()
        for seed in range(12)
    ]
    return float(np.mean(changes))


@each_distortion
@pytest.mark.parametrize("shape", [(120, 160), (120, 160, 3), (33, 47), (1, 1)])
def test_keeps_shape_and_dtype(distortion: Distortion, shape: tuple[int, ...], rng: np.random.Generator) -> None:
    frame = rng.integers(0, 256, shape, np.uint8)
    distorted = distortion.apply(frame, 0.8, rng)
    assert distorted.shape == shape
    assert distorted.dtype == np.uint8


@each_distortion
def test_leaves_the_given_frame_as_it_is(distortion: Distortion, scene: Frame, rng: np.random.Generator) -> None:
    before = scene.copy()
    distortion.apply(scene, 1.0, rng)
    assert np.array_equal(scene, before)


@each_distortion
def test_severity_0_gives_an_exact_copy(distortion: Distortion, scene: Frame, rng: np.random.Generator) -> None:
    copy = distortion.apply(scene, 0.0, rng)
    assert np.array_equal(copy, scene)
    assert not np.shares_memory(copy, scene)


@each_distortion
def test_the_least_severity_changes_far_less_than_the_full_one(distortion: Distortion, scene: Frame) -> None:
    assert mean_change(distortion, scene, 0.01) < 0.5 * mean_change(distortion, scene, 1.0)


@each_distortion
def test_same_generator_state_gives_the_same_frame(distortion: Distortion, scene: Frame) -> None:
    first = distortion.apply(scene, 0.7, np.random.default_rng(3))
    assert np.array_equal(first, distortion.apply(scene, 0.7, np.random.default_rng(3)))


@each_distortion
def test_change_grows_with_severity(distortion: Distortion, scene: Frame) -> None:
    changes = [mean_change(distortion, scene, severity) for severity in (0.1, 0.4, 0.7, 1.0)]
    assert changes == sorted(changes)
    assert changes[-1] > 2 * changes[0]


@each_distortion
def test_change_is_visible_from_where_training_begins(distortion: Distortion, scene: Frame) -> None:
    assert 0 < distortion.visible_from <= 1
    distorted = distortion.apply(scene, distortion.visible_from, np.random.default_rng(0))
    sparse = np.abs(distorted.astype(float) - scene).max() > 30  # some dead pixels move the mean by nothing
    assert sparse or mean_change(distortion, scene, distortion.visible_from) > 1.5


@each_distortion
@pytest.mark.parametrize("severity", [-0.01, 1.01, float("nan")])
def test_refuses_a_severity_out_of_range(
    distortion: Distortion, severity: float, scene: Frame, rng: np.random.Generator
) -> None:
    with pytest.raises(ValueError, match=f"severity of 0 to 1 for {distortion.kind}, got {severity}"):
        distortion.apply(scene, severity, rng)


@each_distortion
@pytest.mark.parametrize("level", [0, 128, 255])
def test_takes_constant_frames(distortion: Distortion, level: int, rng: np.random.Generator) -> None:
    flat = np.full((64, 64), level, np.uint8)
    assert distortion.apply(flat, 1.0, rng).shape == flat.shape


@each_distortion
def test_grey_stays_grey_in_colour(distortion: Distortion, colour_scene: Frame, rng: np.random.Generator) -> None:
    distorted = distortion.apply(colour_scene, 0.6, rng).astype(int)
    assert np.ptp(distorted, axis=2).max() <= 2  # JPEG's conversion between colour spaces rounds


def test_kinds_are_of_the_closed_list_and_hold_the_ancestors() -> None:
    assert TRAINED_KINDS[0] == NONE
    assert set(TRAINED_KINDS) <= set(KINDS)
    assert set(ANCESTOR_KINDS) <= set(DISTORTIONS)
    assert all(kind == distortion.kind for kind, distortion in DISTORTIONS.items())


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((4, 4), np.float32),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 1), np.uint8),
        np.zeros(4, np.uint8),
        np.zeros((0, 4), np.uint8),
    ],
)
def test_what_is_no_picture_is_refused_with_what_came(frame: Frame) -> None:
    with pytest.raises(ValueError, match="expected a frame of uint8, H x W or H x W x 3, got"):
        check_frame(frame)


def test_to_frame_rounds_and_saturates() -> None:
    values = np.array([[-3.0, 0.4, 0.6, 254.6, 300.0]])
    assert to_frame(values).tolist() == [[0, 0, 1, 255, 255]]
