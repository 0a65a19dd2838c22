"""Recalibrated judgements say what the network itself would say with these weights."""

import numpy as np
import pytest
import torch

from tests.training.calibration.examples import raw_judgement
from training.calibration.fit import UNCALIBRATED, CalibrationWeights
from training.calibration.raw_score import score_uncalibrated
from training.calibration.recalibrate import recalibrate
from training.distortions import TRAINED_KINDS, Frame
from training.evaluation.trial import Trial, judge
from training.network import Lite, LiteShape, StageShape
from training.network_score import score_with_network


def test_no_calibration_changes_nothing() -> None:
    (same,) = recalibrate([raw_judgement("gate", "ghosting", -1.5, 0.4)], UNCALIBRATED)
    assert same.assessment.quality == pytest.approx(1 / (1 + np.exp(1.5)))
    assert sum(same.assessment.probabilities.values()) == pytest.approx(1)


def test_quality_and_kinds_follow_the_weights() -> None:
    (found,) = recalibrate([raw_judgement("gate", "ghosting", 1.0, 0.5)], CalibrationWeights(2.0, -4.0, -1.0))
    assert found.assessment.quality == pytest.approx(1 / (1 + np.e))
    faults = [found.assessment.probabilities[kind] for kind in ("lens_blur", "ghosting")]
    assert faults == pytest.approx([0.75 / (1 + 1 / np.e), 0.25 / (1 + 1 / np.e)])
    assert found.called_distorted


def test_a_calibrated_network_says_the_same(scene: Frame) -> None:
    torch.manual_seed(1)
    network = Lite(len(TRAINED_KINDS), LiteShape(stem_channels=4, stages=(StageShape(channels=4, n_blocks=1),))).eval()
    trial = Trial(camera="gate", frame="a.png", protocol="every-kind", picture=scene)
    (raw,) = judge([trial], score_uncalibrated(network, TRAINED_KINDS))
    (expected,) = recalibrate([raw], CalibrationWeights(0.5, -3.0, 1.0))
    with torch.no_grad():
        network.calibration.copy_(torch.tensor([0.5, -3.0, 1.0]))
    said = score_with_network(network, TRAINED_KINDS)(scene)
    assert said.quality == pytest.approx(expected.assessment.quality, abs=1e-5)
    assert said.probabilities == pytest.approx(dict(expected.assessment.probabilities), abs=1e-5)
