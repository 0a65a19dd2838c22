"""Scoring with a model file: an exported one, as the library scores with it, or a checkpoint."""

from pathlib import Path

from flir_iqa.errors import ModelError
from flir_iqa.kinds import NONE
from flir_iqa.scorer import Scorer
from training.checkpoint import load_network
from training.distortions.base import Frame
from training.evaluate import ScoreFrame
from training.network_score import score_with_network


def score_with_model(path: Path) -> ScoreFrame:
    """Give the scoring function of a model file.

    Args:
        path: A file `.onnx` that keeps the model contract, or a checkpoint of `flir-iqa train`.

    Raises:
        ModelError: The file cannot be used, or knows no kinds.
    """
    if path.suffix != ".onnx":
        trained = load_network(path)
        return score_with_network(trained.network, trained.kinds)
    scorer = Scorer(path)
    if NONE not in scorer.model.kinds:
        message = f"expected a model that knows kinds of distortion, got {str(path)!r} with {scorer.model.kinds!r}"
        raise ModelError(message)

    def score(frame: Frame) -> dict[str, float]:
        return dict(scorer.assess(frame).probabilities)

    return score
