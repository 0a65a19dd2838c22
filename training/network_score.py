"""Scoring with a network as it stands in training, before any export."""

from collections.abc import Sequence

import torch

from training.datasets import to_grey
from training.distortions.base import Frame
from training.evaluate import ScoreFrame
from training.network import Lite


def score_with_network(network: Lite, kinds: Sequence[str]) -> ScoreFrame:
    """Give the scoring function of a network that is in evaluation mode."""

    def score(frame: Frame) -> dict[str, float]:
        luma = torch.from_numpy(to_grey(frame)).float()[None, None] / 255
        with torch.inference_mode():
            probabilities = network(luma).logits.softmax(dim=1)[0]
        return dict(zip(kinds, probabilities.tolist(), strict=True))

    return score
