"""Scoring with a model file: an exported one, as the library scores with it, or a checkpoint."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flir_iqa.scorer import Scorer
from training.checkpoint import load_network
from training.evaluation.judgement import ScoreFrame
from training.network_score import score_with_network

_CHECKPOINT: Final = "checkpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIdentity:
    """Which model it was that was evaluated.

    Attributes:
        name: As the file says; a checkpoint has the name of its file.
        version: As the file says; `checkpoint` for a checkpoint.
        sha256: Of the file.
        kinds: Names of its outputs.
    """

    name: str
    version: str
    sha256: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """A model that is ready to score, and which one it is."""

    score: ScoreFrame
    identity: ModelIdentity


def score_with_model(path: Path) -> ScoreFrame:
    """Give the scoring function of a model file.

    Raises:
        ModelError: The file cannot be used.
    """
    return load_model(path).score


def load_model(path: Path) -> LoadedModel:
    """Load a model to evaluate.

    Args:
        path: A file `.onnx` that keeps the model contract, or a checkpoint of `flir-iqa train`.

    Raises:
        ModelError: The file cannot be used.
    """
    if path.suffix != ".onnx":
        trained = load_network(path)
        score = score_with_network(trained.network, trained.kinds)
        return LoadedModel(score, _identity(path, path.stem, _CHECKPOINT, trained.kinds))
    scorer = Scorer(path)
    model = scorer.model
    return LoadedModel(scorer.assess, _identity(path, model.name, model.version, model.kinds))


def _identity(path: Path, name: str, version: str, kinds: tuple[str, ...]) -> ModelIdentity:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ModelIdentity(name=name, version=version, sha256=digest, kinds=kinds)
