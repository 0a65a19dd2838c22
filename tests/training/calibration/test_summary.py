"""A calibration with its evidence: each camera is measured under weights that never saw it."""

from dataclasses import replace

import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS
from tests.training.calibration.examples import judged_camera, raw_judgement
from training.calibration.effect import weights_by_camera
from training.calibration.evidence import evidence_of
from training.calibration.fit import fit_weights
from training.calibration.summary import calibrate, error_of
from training.calibration.table import calibration_table
from training.evaluation.graded import SEVERITIES
from training.evaluation.judgement import Judgement


@pytest.fixture(scope="module")
def judgements() -> list[Judgement]:
    """Three cameras, of which one is judged quite differently."""
    return [*judged_camera("gate", 1), *judged_camera("mast", 2), *judged_camera("drone", 3, too_sure=0.3)]


def test_each_camera_is_measured_under_weights_fitted_on_the_others(judgements: list[Judgement]) -> None:
    evidence = evidence_of(judgements)
    weights = weights_by_camera(calibrate(judgements).effects)
    assert weights == {name: fit_weights(evidence.without(name)) for name in ("gate", "mast", "drone")}
    assert weights["drone"] != weights["gate"]


def test_what_a_camera_says_cannot_reach_its_own_weights(judgements: list[Judgement]) -> None:
    changed = [raw_judgement("drone", each.kind, 5.0, 0.9) if each.camera == "drone" else each for each in judgements]
    before, after = (weights_by_camera(calibrate(each).effects) for each in (judgements, changed))
    assert before["drone"] == after["drone"]
    assert before["gate"] != after["gate"]


def test_the_error_falls_on_cameras_that_were_not_fitted_on() -> None:
    calibration = calibrate([*judged_camera("gate", 1), *judged_camera("mast", 2)])
    assert calibration.error_after is not None
    assert calibration.error_after < 0.7 * calibration.error_before
    assert calibration.effects[0].before.in_order is None


def test_a_lone_camera_has_no_honest_error() -> None:
    calibration = calibrate(judged_camera("gate", 1))
    assert calibration.error_after is None
    assert "on the camera that it was fitted on" in calibration_table(calibration).title


def test_the_order_of_severities_is_measured_on_the_graded_protocol() -> None:
    judgements = [*judged_camera("gate", 1), raw_judgement("gate", "none", 4, 0.0, protocol="graded")]
    for kind in ANCESTOR_KINDS:
        judgements += [
            replace(raw_judgement("gate", kind, -30.0, severity, protocol="graded"), severity=severity)
            for severity in SEVERITIES
        ]
    before, after = calibrate(judgements).effects[0].before, calibrate(judgements).effects[0].after
    assert before.in_order == 0.5  # equal odds: every step is a tie
    assert after.in_order == 1
    assert after.spearman == pytest.approx(-1)


def test_the_document_holds_what_the_model_card_quotes(judgements: list[Judgement]) -> None:
    calibration = calibrate(judgements)
    document = calibration.as_document()
    assert document["weights"] == [
        calibration.weights.odds,
        calibration.weights.severity,
        calibration.weights.constant,
    ]
    assert document["fitted_on"].startswith("gate (180 frames scored), mast (180")
    assert document["ece"]["cameras"].keys() == {"gate", "mast", "drone"}
    assert document["ece"]["before"] == pytest.approx(
        np.mean([each["before"] for each in document["ece"]["cameras"].values()])
    )


def test_the_table_has_a_row_a_camera_and_their_mean(judgements: list[Judgement]) -> None:
    table = calibration_table(calibrate(judgements))
    assert [row[0] for row in table.rows] == ["gate", "mast", "drone", "mean"]
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert table.rows[-1][4] == "- > -"


def test_error_of_judgements_under_given_weights(judgements: list[Judgement]) -> None:
    calibration = calibrate(judgements)
    assert error_of(judgements, calibration.weights) < calibration.error_before
