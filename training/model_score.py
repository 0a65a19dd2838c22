"""Scoring with a model file: an exported one, or a checkpoint."""

import json
from pathlib import Path

import numpy as np
import onnxruntime

from flir_iqa.errors import ModelError
from flir_iqa.kinds import NONE
from training.checkpoint import load_network
from training.distortions.base import Frame
from training.evaluate import ScoreFrame
from training.network_score import score_with_network


def score_with_model(path: Path) -> ScoreFrame:
    """Give the scoring function of a model file.

    Args:
        path: A file `.onnx` that keeps the model contract, or a checkpoint of `flir-iqa train`.

    Raises:
        ModelError: The file cannot be used.
    """
    if path.suffix == ".onnx":
        return _score_with_onnx(path)
    trained = load_network(path)
    return score_with_network(trained.network, trained.kinds)


def _score_with_onnx(path: Path) -> ScoreFrame:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        kinds = json.loads(session.get_modelmeta().custom_metadata_map["flir_iqa.kinds"])
    except Exception as error:  # ONNX Runtime's errors share no base class but this one
        message = f"expected a model file as `flir-iqa export` writes it at {str(path)!r}: {error!r}"
        raise ModelError(message) from error
    if kinds[:1] != [NONE]:
        message = f"expected a model whose kinds begin with {NONE!r} in {str(path)!r}, got {kinds!r}"
        raise ModelError(message)

    def score(frame: Frame) -> dict[str, float]:
        probabilities = session.run(["distortion"], {"frame": np.atleast_3d(frame)[np.newaxis]})[0][0]
        return dict(zip(kinds, probabilities.tolist(), strict=True))

    return score
