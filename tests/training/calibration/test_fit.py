"""The fit: it finds what is there, it keeps its bounds, and the probabilities can be believed afterwards."""

import numpy as np
import pytest

from tests.training.calibration.examples import drawn_evidence, joined
from training.calibration.evidence import Evidence
from training.calibration.fit import UNCALIBRATED, CalibrationWeights, calibration_error, fit_weights

TRUTH = CalibrationWeights(0.6, -4.0, 2.0)


def test_the_fit_finds_the_weights_that_made_the_evidence() -> None:
    evidence = drawn_evidence(TRUTH, 40_000, seed=1)
    assert evidence.clean.mean() == pytest.approx(0.5, abs=0.01)
    found = fit_weights(evidence)
    assert found.odds == pytest.approx(0.6, abs=0.03)
    assert found.severity == pytest.approx(-4, abs=0.2)
    assert found.constant == pytest.approx(2, abs=0.15)


def test_the_calibration_error_falls_on_answers_that_were_not_fitted_to() -> None:
    found = fit_weights(drawn_evidence(TRUTH, 5_000, seed=1))
    fresh = drawn_evidence(TRUTH, 20_000, seed=2)
    assert calibration_error(fresh, found) < 0.03
    assert calibration_error(fresh, found) < calibration_error(fresh, UNCALIBRATED) / 4


def test_quality_falls_with_severity_even_where_the_data_ask_for_no_such_thing() -> None:
    careless = CalibrationWeights(1.0, 1.0, -0.5)
    evidence = drawn_evidence(careless, 20_000, seed=3)
    found = fit_weights(evidence, -2.0)
    assert found.severity == -2
    beside = fit_weights(evidence, 0.0)
    assert found.constant == pytest.approx(beside.constant + 1, abs=0.1)  # made good at a severity of one half


def test_a_steeper_bound_is_kept_too() -> None:
    assert fit_weights(drawn_evidence(TRUTH, 2_000, seed=4), -6.0).severity == -6


def test_perfectly_separated_answers_get_finite_weights() -> None:
    evidence = Evidence(
        cameras=np.full(4, "gate"),
        odds=np.array([9.0, 8.0, -8.0, -9.0]),
        severity=np.array([0.0, 0.1, 0.8, 0.9]),
        clean=np.array([True, True, False, False]),
    )
    found = fit_weights(evidence)
    assert 0 < found.odds < 10
    assert -10 < found.severity <= -2
    assert abs(found.constant) < 10


def test_answers_that_point_the_wrong_way_keep_the_weight_of_the_odds_above_nothing() -> None:
    evidence = drawn_evidence(CalibrationWeights(-1.0, -2.0, 1.0), 2_000, seed=5)
    assert fit_weights(evidence).odds > 0


def test_every_camera_counts_alike_however_many_frames_it_has() -> None:
    gate, mast = (
        drawn_evidence(TRUTH, 500, 6, "gate"),
        drawn_evidence(CalibrationWeights(1.0, -2.5, 1.0), 4_000, 7, "m"),
    )
    once, eight_times = fit_weights(joined(gate, mast)), fit_weights(joined(*[gate] * 8, mast))
    assert once.odds == pytest.approx(eight_times.odds, abs=1e-4)
    assert once.severity == pytest.approx(eight_times.severity, abs=1e-3)
