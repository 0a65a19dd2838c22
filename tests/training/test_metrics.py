"""Metrics against values worked out by hand."""

import numpy as np
import pytest

from training.metrics import (
    expected_calibration_error,
    harmonic_mean,
    log_loss,
    roc_auc,
    share,
    weighted_auc,
    weighted_calibration_error,
)


def flags(*values: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Flags from zeros and ones."""
    return np.array(values, np.bool_)


def test_share_of_nothing_is_undefined() -> None:
    assert share(flags()) is None
    assert share(flags(1, 0, 1, 1)) == 0.75


def test_harmonic_mean() -> None:
    assert harmonic_mean(0.5, 1.0) == pytest.approx(2 / 3)
    assert harmonic_mean(0.0, 0.0) == 0
    assert harmonic_mean(None, 1.0) is None


@pytest.mark.parametrize(
    ("badness", "auc"),
    [([0.1, 0.2, 0.8, 0.9], 1.0), ([0.9, 0.8, 0.2, 0.1], 0.0), ([0.5] * 4, 0.5), ([0.1, 0.6, 0.5, 0.9], 0.75)],
)
def test_auc_is_the_share_of_pairs_in_order(badness: list[float], auc: float) -> None:
    assert roc_auc(np.array(badness), flags(0, 0, 1, 1)) == pytest.approx(auc)


def test_auc_needs_both_classes() -> None:
    assert roc_auc(np.array([0.1, 0.2]), flags(1, 1)) is None


def test_calibration_error_is_0_for_a_calibrated_model() -> None:
    quality = np.repeat([0.25, 0.75], 4)
    assert expected_calibration_error(quality, flags(1, 1, 1, 0, 0, 0, 0, 1)) == pytest.approx(0)


def test_calibration_error_of_a_model_that_is_certain_and_wrong() -> None:
    assert expected_calibration_error(np.array([1.0, 0.0]), flags(1, 0)) == pytest.approx(1)


def test_log_loss_is_finite_for_an_impossible_truth() -> None:
    assert log_loss(np.array([1.0])) == pytest.approx(0)
    assert log_loss(np.array([0.0])) == pytest.approx(27.6, abs=0.1)


def test_a_weight_counts_like_as_many_frames() -> None:
    badness, distorted = np.array([0.1, 0.6, 0.5, 0.9, 0.5]), flags(0, 0, 1, 1, 0)
    weights = np.array([[1.0, 2, 3, 1, 2], [1, 1, 1, 1, 1]])
    repeated = weights[0].astype(int)
    by_hand = roc_auc(np.repeat(badness, repeated), np.repeat(distorted, repeated))
    assert weighted_auc(badness, distorted, weights) == pytest.approx([by_hand, roc_auc(badness, distorted)])
    error = expected_calibration_error(np.repeat(badness, repeated), np.repeat(distorted, repeated))
    assert weighted_calibration_error(badness, distorted, weights)[0] == pytest.approx(error)


def test_auc_without_the_weight_of_a_class_is_undefined() -> None:
    assert np.isnan(weighted_auc(np.array([0.1, 0.9]), flags(0, 1), np.array([[1.0, 0.0]])))[0]
