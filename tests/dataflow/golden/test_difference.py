"""What counts as a move of a frame."""

from dataclasses import replace
from typing import Any

import pytest

from dataflow.golden.difference import find_difference
from tests.dataflow.golden.goldens import frame, rejection

TOLERANCE = 1e-4


def test_a_frame_that_is_the_same_did_not_move() -> None:
    assert find_difference(frame(0), frame(0), TOLERANCE) is None
    assert find_difference(rejection(0), rejection(0), TOLERANCE) is None


def test_rounding_is_no_move_and_more_is() -> None:
    assert find_difference(frame(0, 0.8), frame(0, 0.80005), TOLERANCE) is None
    moved = find_difference(frame(0, 0.8), frame(0, 0.7), TOLERANCE)
    assert moved is not None
    assert moved.by == pytest.approx(0.1)
    assert moved.what == "quality 0.8000 -> 0.7000, smoothed 0.8000 -> 0.7000, probability 0.8000 -> 0.7000"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"smoothed_image_quality": 0.5}, "smoothed 0.8000 -> 0.5000"),
        ({"severity": 0.75}, "severity 0.2500 -> 0.7500"),
        ({"severity": None}, "severity 0.25 -> None"),
        ({"distortion_probability": 0.1}, "probability 0.8000 -> 0.1000"),
        ({"distortion": "lens_blur"}, "kind none -> lens_blur"),
    ],
)
def test_each_number_and_the_kind_are_looked_at(changes: dict[str, Any], what: str) -> None:
    moved = find_difference(frame(0), replace(frame(0), **changes), TOLERANCE)
    assert moved is not None
    assert moved.what == what


def test_a_kind_that_changes_as_the_quality_rounds_over_the_threshold_is_no_move() -> None:
    clean = frame(0, 0.50002)
    blurred = frame(0, 0.49998, distortion="lens_blur", distortion_probability=0.3)
    assert find_difference(clean, blurred, TOLERANCE) is None
    assert find_difference(blurred, clean, TOLERANCE) is None
    other = replace(blurred, distortion="motion_blur")
    assert find_difference(blurred, other, TOLERANCE) is not None


@pytest.mark.parametrize(
    ("expected", "got", "what"),
    [
        (frame(0), rejection(0), "scored 0.8000 -> rejected (not_jpeg)"),
        (rejection(0), frame(0), "rejected (not_jpeg) -> scored 0.8000"),
        (frame(0), None, "scored 0.8000 -> not in the recording"),
        (None, rejection(0, None), "not in the recording -> rejected (not_jpeg)"),
    ],
)
def test_what_is_no_matter_of_degree_moved_by_one(expected: Any, got: Any, what: str) -> None:
    moved = find_difference(expected, got, TOLERANCE)
    assert moved is not None
    assert (moved.by, moved.what) == (1.0, what)
