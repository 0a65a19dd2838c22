"""The rule that names the distortion."""

import numpy as np
import pytest

from flir_iqa.assessment import Assessment


def assessment(quality: float, **probabilities: float) -> Assessment:
    embedding = np.zeros(128, np.float32)
    return Assessment(quality=quality, probabilities=probabilities, severity=None, embedding=embedding)


@pytest.mark.parametrize("quality", [0.5, 0.500001, 1.0])
def test_from_one_half_up_a_frame_is_clean(quality: float) -> None:
    clean = assessment(quality, none=quality, banding=0.9)
    assert (clean.distortion, clean.distortion_probability) == ("none", quality)


@pytest.mark.parametrize("quality", [0.0, 0.3, 0.4999999])
def test_below_the_most_probable_fault_is_named_even_if_none_is_more_probable(quality: float) -> None:
    faulty = assessment(quality, none=0.45, lens_blur=0.2, ghosting=0.35)
    assert (faulty.distortion, faulty.distortion_probability) == ("ghosting", 0.35)


def test_a_binary_head_knows_only_that_something_is_wrong() -> None:
    faulty = assessment(0.2, distorted=0.8)
    assert (faulty.distortion, faulty.distortion_probability) == ("distorted", 0.8)
    assert assessment(0.7, distorted=0.3).distortion == "none"
