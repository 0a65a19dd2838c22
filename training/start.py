"""Start from what another network has learned, as far as it fits."""

from pathlib import Path
from typing import Any

from torch import Tensor

from training.checkpoint import read_checkpoint
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError
from training.network import Lite

_FORMAT_PREFIX = "flir-iqa-lite-"


def adopt_weights(network: Lite, path: Path) -> list[str]:
    """Take over every weight of a checkpoint that has a place of its name and shape in `network`.

    Args:
        network: Changed in place.
        path: `best.pt` of a run of the recipe `lite`, of this network's shape or an earlier one.

    Returns:
        Names of the network's weights that the checkpoint does not have; they stay as they are.

    Raises:
        CheckpointError: The file cannot be read, is no network of this recipe, names other kinds, or fits nowhere.
    """
    content = read_checkpoint(path)
    found = _weights_of(path, content)
    own = network.state_dict()
    fitting = {
        name: tensor
        for name, tensor in found.items()
        if name in own and isinstance(tensor, Tensor) and tensor.shape == own[name].shape
    }
    fitting.pop("calibration", None)
    if not fitting:
        message = (
            f"expected weights in {str(path)!r} that fit this network, found none of {', '.join(list(own)[:5])}, ..."
        )
        raise CheckpointError(message)
    network.load_state_dict({**own, **fitting})
    return sorted(own.keys() - fitting.keys() - {"calibration"})


def training_data_of(path: Path) -> str:
    """Name the sets that the network of a checkpoint has learned from."""
    return str(read_checkpoint(path).get("training_data", "unknown sets"))


def _weights_of(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    weights, kinds = content.get("weights"), content.get("kinds")
    if not str(content.get("format", "")).startswith(_FORMAT_PREFIX) or not isinstance(weights, dict):
        message = f"expected the network of a run of the recipe lite (best.pt) in {str(path)!r}, got something else"
        raise CheckpointError(message)
    if kinds != list(TRAINED_KINDS):
        message = f"expected a network of the kinds {', '.join(TRAINED_KINDS)} in {str(path)!r}, got {kinds!r}"
        raise CheckpointError(message)
    return weights
