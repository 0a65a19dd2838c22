"""Uncalibrated scores keep their log odds where float32 would not."""

import numpy as np
import pytest
import torch

from training.calibration.raw_score import log_odds, score_uncalibrated
from training.distortions import TRAINED_KINDS, Frame
from training.network import Lite, LiteShape, StageShape, calibration_terms

SMALL = LiteShape(stem_channels=4, stages=(StageShape(channels=4, n_blocks=1),))


def certain_network(bias: float) -> Lite:
    """A network that is as sure of `none` as its bias says."""
    torch.manual_seed(0)
    network = Lite(len(TRAINED_KINDS), SMALL).eval()
    with torch.no_grad():
        network.classify.bias[0] = bias
    return network


@pytest.mark.parametrize("bias", [-30.0, 0.0, 30.0])
def test_the_log_odds_are_the_networks_own(scene: Frame, bias: float) -> None:
    network = certain_network(bias)
    said = score_uncalibrated(network, TRAINED_KINDS)(scene)
    with torch.inference_mode():
        terms = calibration_terms(network(torch.from_numpy(scene).float()[None, None] / 255))[0]
    assert log_odds(said.quality) == pytest.approx(float(terms[0]), abs=0.02)
    assert said.severity == pytest.approx(float(terms[1]))


def test_a_calibration_of_the_network_is_left_out(scene: Frame) -> None:
    network = certain_network(1.0)
    before = score_uncalibrated(network, TRAINED_KINDS)(scene).quality
    with torch.no_grad():
        network.calibration.copy_(torch.tensor([0.5, -3.0, 1.0]))
    assert score_uncalibrated(network, TRAINED_KINDS)(scene).quality == before


def test_certainty_has_finite_log_odds() -> None:
    assert np.isfinite(log_odds([0.0, 1.0])).all()
    assert log_odds(0.5) == 0
