"""What many pairs say together, against worked examples."""

import pytest

from flir_iqa.drift.summary import HISTOGRAM_EDGES, by_camera, summarise
from tests.flir_iqa.drift.pairs import pair


def test_the_differences_are_second_less_first() -> None:
    summary = summarise([pair(0.9, 0.8), pair(0.4, 0.7), pair(0.2, 0.2)])
    assert summary.n_frames == 3
    assert summary.mean_difference == pytest.approx(0.2 / 3)
    assert summary.mean_absolute_difference == pytest.approx(0.4 / 3)
    assert summary.median_absolute_difference == pytest.approx(0.1)
    assert summary.p95_absolute_difference == pytest.approx(0.28)
    assert summary.max_absolute_difference == pytest.approx(0.3)


def test_a_flip_is_over_one_half_in_either_direction_and_one_half_is_clean() -> None:
    assert summarise([pair(0.49, 0.5), pair(0.5, 0.49), pair(0.5, 0.9), pair(0.1, 0.4)]).n_flips == 2


def test_kinds_are_compared_where_both_models_name_one() -> None:
    pairs = [
        pair(0.1, 0.1, ("lens_blur", "lens_blur")),
        pair(0.1, 0.1, ("lens_blur", "ghosting")),
        pair(0.9, 0.1, ("none", "ghosting")),
    ]
    assert summarise(pairs).kind_agreement == pytest.approx(0.5)


def test_a_model_without_kinds_agrees_on_none() -> None:
    assert summarise([pair(0.1, 0.1, ("lens_blur", "distorted"))]).kind_agreement is None
    assert summarise([pair(0.9, 0.9)]).kind_agreement is None


def test_the_same_scores_are_no_drift_and_the_same_order() -> None:
    summary = summarise([pair(value, value) for value in (0.1, 0.6, 0.9)])
    assert (summary.mean_difference, summary.max_absolute_difference, summary.n_flips) == (0, 0, 0)
    assert summary.rank_correlation == pytest.approx(1)
    assert summary.histogram[len(summary.histogram) // 2] == 3


def test_each_frame_is_in_one_bin_also_at_the_ends() -> None:
    summary = summarise([pair(1.0, 0.0), pair(0.0, 1.0), pair(0.5, 0.5)])
    assert len(summary.histogram) == len(HISTOGRAM_EDGES) - 1
    assert (summary.histogram[0], summary.histogram[-1], sum(summary.histogram)) == (1, 1, 3)


def test_cameras_stay_apart_and_in_order() -> None:
    pairs = [pair(0.1, 0.2, camera="kiln"), pair(0.3, 0.4, camera="gate"), pair(0.5, 0.6, camera="kiln")]
    cameras = by_camera(pairs)
    assert list(cameras) == ["kiln", "gate"]
    assert cameras["kiln"] == [pairs[0], pairs[2]]
