"""The ancestor's fixed protocol, against its code as the issue states it."""

import cv2
import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS
from training.distortions import Frame
from training.distortions.ancestor import ANCESTOR_PROTOCOL, distort_as_ancestor


def test_knows_the_eight_kinds_in_their_order() -> None:
    assert tuple(ANCESTOR_PROTOCOL) == ANCESTOR_KINDS


@pytest.mark.parametrize("kind", ANCESTOR_KINDS)
def test_distorts_visibly_repeatably_and_leaves_the_frame_as_it_is(kind: str, colour_scene: Frame) -> None:
    before = colour_scene.copy()
    distorted = distort_as_ancestor(colour_scene, kind, np.random.default_rng(0))
    again = distort_as_ancestor(colour_scene, kind, np.random.default_rng(0))
    assert np.array_equal(colour_scene, before)
    assert np.array_equal(distorted, again)
    assert distorted.shape == colour_scene.shape
    assert np.abs(distorted.astype(float) - before).mean() > 2


@pytest.mark.parametrize("kind", [kind for kind in ANCESTOR_KINDS if kind not in ("gaussian_noise", "compression")])
def test_grey_gives_what_colour_gives(kind: str, scene: Frame, colour_scene: Frame) -> None:
    grey = distort_as_ancestor(scene, kind, np.random.default_rng(0))
    colour = distort_as_ancestor(colour_scene, kind, np.random.default_rng(0))
    assert np.array_equal(grey, colour[:, :, 1])


def test_parameters_are_those_of_the_protocol(colour_scene: Frame, rng: np.random.Generator) -> None:
    expected = {
        "lens_blur": cv2.GaussianBlur(colour_scene, (11, 11), 0),
        "overexposure": np.clip(colour_scene * 2.5, 0, 255).astype(np.uint8),
        "underexposure": np.clip(colour_scene * 0.3, 0, 255).astype(np.uint8),
        "ghosting": cv2.addWeighted(colour_scene, 0.4, np.roll(colour_scene, 10, axis=1), 0.6, 0),
    }
    for kind, frame in expected.items():
        assert np.array_equal(distort_as_ancestor(colour_scene, kind, rng), frame), kind


def test_noise_wraps_around_and_turns_white(rng: np.random.Generator) -> None:
    flat = np.full((100, 100, 3), 100, np.uint8)
    noisy = distort_as_ancestor(flat, "gaussian_noise", rng)
    assert noisy.min() >= 100
    assert 0.4 < (noisy == 255).mean() < 0.6


def test_an_unknown_kind_is_refused_by_name(scene: Frame, rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match=r"expected one of lens_blur, .*, got 'fog'"):
        distort_as_ancestor(scene, "fog", rng)
