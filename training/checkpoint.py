"""Checkpoints: trained networks, and runs that can go on; read without running code that a file may hold."""

import os
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from training.errors import CheckpointError
from training.network import Lite, LiteShape, StageShape

NETWORK_FORMAT: Final = "flir-iqa-lite-4"
_ANCESTOR_PREFIX: Final = "iqa_encoder."


@dataclass(frozen=True, slots=True, eq=False)
class TrainedNetwork:
    """A network with what is needed to use it.

    Attributes:
        network: In evaluation mode.
        kinds: Names of its outputs.
        training_data: Names and sizes of the sets that it was trained on, in words.
    """

    network: Lite
    kinds: tuple[str, ...]
    training_data: str


def save_network(path: Path, trained: TrainedNetwork) -> None:
    """Write a trained network, whole or not at all."""
    content = {
        "format": NETWORK_FORMAT,
        "kinds": list(trained.kinds),
        "shape": asdict(trained.network.shape),
        "training_data": trained.training_data,
        "weights": trained.network.state_dict(),
    }
    write_checkpoint(path, content)


def load_network(path: Path) -> TrainedNetwork:
    """Read a trained network.

    Raises:
        CheckpointError: The file is missing, damaged or unsafe, is no network of ours, or its weights do not
            fit; missing and extra weights are listed.
    """
    content = read_checkpoint(path)
    if content.get("format") != NETWORK_FORMAT:
        raise CheckpointError(_describe_other(path, content))
    try:
        kinds, weights = tuple(content["kinds"]), content["weights"]
        network = Lite(len(kinds), _read_shape(content["shape"]))
        training_data = str(content["training_data"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"expected kinds, shape, training_data and weights in {str(path)!r}: {error!r}"
        raise CheckpointError(message) from error
    check_weights(path, network.state_dict(), weights)
    network.load_state_dict(weights)
    return TrainedNetwork(network.eval(), kinds, training_data)


def check_weights(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, Any]) -> None:
    """Compare weights by name and shape.

    Raises:
        CheckpointError: Names are missing or extra, or shapes differ; each is listed.
    """
    missing, extra = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
    if missing or extra:
        message = f"the weights in {str(path)!r} do not fit: missing {missing or 'none'}, extra {extra or 'none'}"
        raise CheckpointError(message)
    differing = [
        f"{name} {_describe_weight(found[name])} instead of {tuple(tensor.shape)}"
        for name, tensor in expected.items()
        if not isinstance(found[name], Tensor) or found[name].shape != tensor.shape
    ]
    if differing:
        message = f"the weights in {str(path)!r} have other shapes: {', '.join(differing)}"
        raise CheckpointError(message)


def _describe_weight(found: object) -> str:
    return str(tuple(found.shape)) if isinstance(found, Tensor) else type(found).__name__


def write_checkpoint(path: Path, content: Mapping[str, Any]) -> None:
    """Write a checkpoint beside `path` and move it there, so that a kill never leaves half a file."""
    part = path.with_name(path.name + ".part")
    torch.save(dict(content), part)
    os.replace(part, path)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint that holds tensors and plain values only.

    Raises:
        CheckpointError: The file is missing, holds code, is damaged, or is no dictionary.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        message = f"expected a checkpoint at {str(path)!r}, found no file"
        raise CheckpointError(message) from error
    except pickle.UnpicklingError as error:
        message = (
            f"refused {str(path)!r}: it is no file of weights alone, and loading it could run code "
            f"that it holds ({_first_line(error)})"
        )
        raise CheckpointError(message) from error
    except (OSError, RuntimeError, EOFError, ValueError, KeyError) as error:
        message = f"{str(path)!r} is damaged or no checkpoint: {_first_line(error)}; copy or train it again"
        raise CheckpointError(message) from error
    if not isinstance(content, dict):
        message = f"expected a dictionary of weights in {str(path)!r}, got {type(content).__name__}"
        raise CheckpointError(message)
    return content


def _describe_other(path: Path, content: Mapping[str, Any]) -> str:
    """Say what a checkpoint is that is none of ours."""
    if any(str(key).startswith(_ANCESTOR_PREFIX) for key in content):
        found = "one of the ancestor FLIQE: export it by `flir-iqa export` and use the model file"
    else:
        found = f"the format {content.get('format')!r} with the keys {sorted(map(str, content))[:8]}"
    return (
        f"expected a checkpoint of the format {NETWORK_FORMAT!r}, as `flir-iqa train` writes it (best.pt), "
        f"in {str(path)!r}, got {found}"
    )


def _read_shape(shape: Mapping[str, Any]) -> LiteShape:
    stages = tuple(_read_stage(dict(stage)) for stage in shape["stages"])
    return LiteShape(
        stem_channels=int(shape["stem_channels"]),
        stages=stages,
        overview_channels=tuple(int(channels) for channels in shape["overview_channels"]),
        level_channels=_read_pair(shape["level_channels"]),
        hidden=int(shape["hidden"]),
    )


def _read_pair(sizes: Sequence[Any]) -> tuple[int, int]:
    first, second = sizes
    return int(first), int(second)


def _read_stage(stage: dict[str, Any]) -> StageShape:
    coordinates = bool(stage.pop("coordinates", False))
    return StageShape(coordinates=coordinates, **{name: int(size) for name, size in stage.items()})


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
