"""Scoring with a network as it stands in training, before any export."""

from collections.abc import Sequence

import torch

from flir_iqa.assessment import Assessment
from training.datasets import to_grey
from training.distortions.base import Frame
from training.evaluation.judgement import ScoreFrame
from training.network import Lite


def score_with_network(network: Lite, kinds: Sequence[str]) -> ScoreFrame:
    """Give the scoring function of a network that is in evaluation mode; it answers as its exported file does."""

    def score(frame: Frame) -> Assessment:
        luma = torch.from_numpy(to_grey(frame)).float()[None, None] / 255
        with torch.inference_mode():
            answer = network.assess(luma)
        return Assessment(
            quality=float(answer.quality[0]),
            probabilities=dict(zip(kinds, answer.distortion[0].tolist(), strict=True)),
            severity=float(answer.severity[0]),
            embedding=answer.embedding[0].numpy(),
        )

    return score
