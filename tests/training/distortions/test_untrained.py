"""The alterations and the faults over time keep the contract of a distortion, and do what their names say."""

import itertools

import numpy as np
import pytest

from flir_iqa.kinds import KINDS
from training.distortions import Frame
from training.distortions.alteration import Alteration, ClipDistortion
from training.distortions.colour import ColorDistortion
from training.distortions.cropping import Crop
from training.distortions.display import OnScreenDisplay
from training.distortions.flicker import Flicker
from training.distortions.freeze import FrameFreeze
from training.distortions.glare import Glare
from training.distortions.untrained import ALTERATIONS, CLIP_DISTORTIONS

each_alteration = pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS)
each_clip_distortion = pytest.mark.parametrize("distortion", CLIP_DISTORTIONS.values(), ids=CLIP_DISTORTIONS)


@pytest.fixture
def clip(scene: Frame) -> list[Frame]:
    """Twelve frames of a camera that pans."""
    return [np.roll(scene, 3 * number, axis=1) for number in range(12)]


def test_names_are_none_of_the_kinds_that_results_name() -> None:
    assert not {*ALTERATIONS, *CLIP_DISTORTIONS} & set(KINDS)


@each_alteration
def test_severity_zero_is_a_copy(alteration: Alteration, scene: Frame, rng: np.random.Generator) -> None:
    same = alteration.apply(scene, 0, rng)
    assert np.array_equal(same, scene)
    assert same is not scene


@each_alteration
def test_keeps_shape_and_input_in_grey_and_colour(
    alteration: Alteration, scene: Frame, colour_scene: Frame, rng: np.random.Generator
) -> None:
    for frame in (scene, colour_scene):
        before = frame.copy()
        altered = alteration.apply(frame, 1, rng)
        assert altered.shape == frame.shape
        assert altered.dtype == np.uint8
        assert not np.array_equal(altered, frame)
        assert np.array_equal(frame, before)


@each_alteration
def test_same_generator_state_gives_the_same_frame(alteration: Alteration, scene: Frame) -> None:
    first, second = (alteration.apply(scene, 0.7, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)


@each_alteration
@pytest.mark.parametrize("level", [0, 255])
def test_takes_constant_and_tiny_frames(alteration: Alteration, level: int, rng: np.random.Generator) -> None:
    for shape in ((40, 50), (1, 1), (2, 90, 3)):
        assert alteration.apply(np.full(shape, level, np.uint8), 1, rng).shape == shape


@each_alteration
def test_refuses_a_severity_out_of_range(alteration: Alteration, scene: Frame, rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match=f"severity of 0 to 1 for {alteration.name}, got 1.5"):
        alteration.apply(scene, 1.5, rng)


def test_glare_saturates_a_spot_and_darkens_nothing(scene: Frame, rng: np.random.Generator) -> None:
    glaring = Glare().apply(scene, 1, rng)
    assert (glaring >= scene).all()
    assert 0.02 < np.mean(glaring == 255) < 0.95


def test_colour_distortion_parts_the_channels(colour_scene: Frame, rng: np.random.Generator) -> None:
    assert np.ptp(ColorDistortion().apply(colour_scene, 0.5, rng).astype(int), axis=2).mean() > 10


def test_crop_enlarges_a_part(scene: Frame, rng: np.random.Generator) -> None:
    assert np.abs(np.diff(Crop().apply(scene, 1, rng).astype(int))).mean() < np.abs(np.diff(scene.astype(int))).mean()


def test_a_display_covers_little_and_is_grey_in_colour(colour_scene: Frame, rng: np.random.Generator) -> None:
    shown = OnScreenDisplay().apply(colour_scene, 0.5, rng)
    assert 0 < np.mean(shown != colour_scene) < 0.5
    assert np.ptp(shown, axis=2).max() == 0


@each_clip_distortion
def test_a_clip_keeps_its_length_shape_and_input(
    distortion: ClipDistortion, clip: list[Frame], rng: np.random.Generator
) -> None:
    before = [frame.copy() for frame in clip]
    distorted = distortion.apply(clip, 0.8, rng)
    assert [frame.shape for frame in distorted] == [frame.shape for frame in clip]
    assert not all(np.array_equal(*pair) for pair in zip(distorted, clip, strict=True))
    assert all(np.array_equal(*pair) for pair in zip(before, clip, strict=True))


@each_clip_distortion
def test_severity_zero_is_a_copy_of_the_clip(
    distortion: ClipDistortion, clip: list[Frame], rng: np.random.Generator
) -> None:
    same = distortion.apply(clip, 0, rng)
    assert all(np.array_equal(*pair) for pair in zip(same, clip, strict=True))
    assert same[0] is not clip[0]


@each_clip_distortion
def test_a_clip_that_is_none_is_refused(distortion: ClipDistortion, scene: Frame, rng: np.random.Generator) -> None:
    for frames in ([], [scene, scene[:50]]):
        with pytest.raises(ValueError, match="expected a clip of frames of one shape"):
            distortion.apply(frames, 0.5, rng)
    with pytest.raises(ValueError, match="expected a frame of uint8"):
        distortion.apply([scene.astype(np.float32)], 0.5, rng)
    with pytest.raises(ValueError, match=f"severity of 0 to 1 for {distortion.name}, got -1"):
        distortion.apply([scene], -1, rng)


def test_flicker_swings_more_with_its_severity(clip: list[Frame]) -> None:
    swings = [
        np.ptp([frame.mean() for frame in Flicker().apply(clip, severity, np.random.default_rng(0))])
        for severity in (0.2, 0.5, 1.0)
    ]
    assert swings == sorted(swings)
    assert swings[0] > 5


@pytest.mark.parametrize("severity", [0.1, 0.5, 1.0])
def test_freeze_repeats_one_frame_exactly(clip: list[Frame], severity: float, rng: np.random.Generator) -> None:
    frozen = FrameFreeze().apply(clip, severity, rng)
    n_repeats = sum(np.array_equal(*pair) for pair in itertools.pairwise(frozen))
    assert n_repeats == round(severity * 11)


def test_freeze_takes_a_clip_of_one_frame(scene: Frame, rng: np.random.Generator) -> None:
    assert np.array_equal(FrameFreeze().apply([scene], 1, rng)[0], scene)
