"""Scoring with a network as it is before calibration, precisely enough to tell two nearly certain answers apart."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import ArrayLike

from flir_iqa.assessment import Assessment
from training.datasets import to_grey
from training.distortions.base import Frame
from training.evaluation.judgement import ScoreFrame
from training.metrics import Floats
from training.network import Lite

_LEAST_PROBABILITY: Final = 1e-15  # of either side; float64 cannot tell 1 less a smaller one from 1


def score_uncalibrated(network: Lite, kinds: Sequence[str]) -> ScoreFrame:
    """Give the scoring function of a network that leaves its calibration out.

    The softmax is taken in float64: float32 knows no quality between 0.99999994 and 1, and the log odds would be lost.
    """

    def score(frame: Frame) -> Assessment:
        luma = torch.from_numpy(to_grey(frame)).float()[None, None] / 255
        with torch.inference_mode():
            output = network(luma)
            probabilities = output.logits[0].double().softmax(dim=0).tolist()
        return Assessment(
            quality=probabilities[0],
            probabilities=dict(zip(kinds, probabilities, strict=True)),
            severity=float(output.severity[0]),
            embedding=output.embedding[0].numpy(),
        )

    return score


def log_odds(quality: ArrayLike) -> Floats:
    """Give the log odds of uncalibrated qualities, 0..1; certainty counts as odds of 1e15 to 1."""
    clipped = np.clip(np.asarray(quality, np.float64), _LEAST_PROBABILITY, 1 - _LEAST_PROBABILITY)
    return np.asarray(np.log(clipped) - np.log1p(-clipped), np.float64)
