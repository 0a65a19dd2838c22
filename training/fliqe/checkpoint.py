"""Checkpoints of the ancestor's network: the released ones, those of its training scripts, and ours.

They come as a bare dictionary of weights or wrapped in one, from one GPU or several, with the ResNet-50 under
torchvision's names or as the numbered children of an `nn.Sequential`. All are read as the names in `network.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from training.checkpoint import check_weights, read_checkpoint, write_checkpoint
from training.fliqe.network import Fliqe, IqaEncoder

UNSTATED: Final = "not stated in the checkpoint"

_WRAPPERS: Final = ("state_dict", "model_state_dict", "model")
_PARALLEL_PREFIX: Final = "module."
_ENCODER_PREFIX: Final = "iqa_encoder."
_CHILD: Final = re.compile(r"(?P<before>(?:iqa_encoder\.)?encoder\.)(?P<child>[0-9]+)\.(?P<after>.+)")
_CHILDREN: Final = {"0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4"}
_COUNTER: Final = ".num_batches_tracked"


@dataclass(frozen=True, slots=True, eq=False)
class TrainedFliqe:
    """A network of the ancestor's architecture.

    Attributes:
        network: In evaluation mode; an encoder alone gives embeddings and no quality.
        training_data: What it was trained on, in words; `UNSTATED` where the checkpoint does not say.
    """

    network: Fliqe | IqaEncoder
    training_data: str


def is_fliqe(content: Mapping[str, Any]) -> bool:
    """Whether a checkpoint holds weights under the ancestor's names, right or wrong in number and shape."""
    return any(name.startswith((_ENCODER_PREFIX, "projection_head.", "classifier.")) for name in weights_in(content))


def weights_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """Unwrap the weights of a checkpoint, and give those of the ancestor's network the names of `network.py`."""
    for wrapper in _WRAPPERS:
        inner = content.get(wrapper)
        if isinstance(inner, Mapping) and any(isinstance(value, Tensor) for value in inner.values()):
            content = inner
            break
    return {_own_name(str(name)): value for name, value in content.items()}


def load_fliqe(path: Path) -> TrainedFliqe:
    """Read a checkpoint of the ancestor's network.

    Raises:
        CheckpointError: The file is missing, damaged or unsafe, or its weights do not fit the encoder with its
            head nor the encoder alone; missing and extra weights are listed.
    """
    return fliqe_of(path, read_checkpoint(path))


def fliqe_of(path: Path, content: Mapping[str, Any]) -> TrainedFliqe:
    """Make the network of what a checkpoint holds.

    Args:
        path: Where it came from, for the error.
        content: As `read_checkpoint` gives it.

    Raises:
        CheckpointError: As for `load_fliqe`.
    """
    weights = weights_in(content)
    has_head = any(name.startswith((_ENCODER_PREFIX, "classifier.")) for name in weights)
    with torch.device("meta"):  # no random weights, which take a second and are replaced at once
        network = Fliqe() if has_head else IqaEncoder()
    load_weights(path, network, weights)
    return TrainedFliqe(network.eval(), str(content.get("training_data") or UNSTATED))


def save_fliqe(path: Path, trained: TrainedFliqe) -> None:
    """Write a checkpoint that `load_fliqe` reads, whole or not at all; the ancestor reads its `state_dict`."""
    write_checkpoint(path, {"state_dict": trained.network.state_dict(), "training_data": trained.training_data})


def load_weights(path: Path, network: nn.Module, weights: Mapping[str, Any]) -> None:
    """Put weights into a network; counters of BatchNorm, which older files lack and scoring ignores, may be missing.

    Args:
        path: Where the weights came from, for the error.
        network: Its own weights are replaced, so it may stand on the device `meta`.
        weights: By the names of the network.

    Raises:
        CheckpointError: Names are missing or extra, or shapes differ; each is listed.
    """
    expected = network.state_dict()
    counters = {name: torch.tensor(0) for name in expected if name.endswith(_COUNTER)}
    complete = {**counters, **weights}
    check_weights(path, expected, complete)
    own_types = {name: complete[name].to(tensor.dtype) for name, tensor in expected.items()}
    network.load_state_dict(own_types, assign=True)


def _own_name(name: str) -> str:
    name = name.removeprefix(_PARALLEL_PREFIX)
    found = _CHILD.fullmatch(name)
    if found is None or found["child"] not in _CHILDREN:
        return name
    return f"{found['before']}{_CHILDREN[found['child']]}.{found['after']}"
