"""Which family a checkpoint is of, and what its export needs."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx

from flir_iqa.kinds import DISTORTED
from flir_iqa.version import __version__
from model_export.fliqe import build_fliqe_graph, fliqe_reference
from model_export.lite import build_lite_graph, lite_reference
from model_export.reference import Reference
from training.checkpoint import load_network, read_checkpoint
from training.fliqe.checkpoint import fliqe_of, is_fliqe
from training.fliqe.network import Fliqe


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exportable:
    """A network that was read from a checkpoint, as a graph.

    Attributes:
        name: Name of the model where the user gives none.
        version: Its version, likewise.
        licence: Its licence, likewise, as an SPDX expression.
        kinds: Names of the columns of `distortion`; none for an encoder alone.
        training_data: What it was trained on, in words.
        graph: Without metadata.
        reference: What the graph has to agree with.
    """

    name: str
    version: str
    licence: str
    kinds: tuple[str, ...]
    training_data: str
    graph: onnx.ModelProto
    reference: Reference


def read_exportable(path: Path) -> Exportable:
    """Read a checkpoint of any family.

    Raises:
        CheckpointError: It cannot be used.
    """
    content = read_checkpoint(path)
    return _read_fliqe(path, content) if is_fliqe(content) else _read_lite(path)


def _read_lite(path: Path) -> Exportable:
    trained = load_network(path)
    return Exportable(
        name="lite",
        version=__version__,
        licence="MIT",
        kinds=trained.kinds,
        training_data=trained.training_data,
        graph=build_lite_graph(trained.network),
        reference=lite_reference(trained.network),
    )


def _read_fliqe(path: Path, content: Mapping[str, Any]) -> Exportable:
    """Read the ancestor's network; two checkpoints of it differ in their version, the hash of the file."""
    trained = fliqe_of(path, content)
    has_head = isinstance(trained.network, Fliqe)
    return Exportable(
        name="fliqe-resnet50" if has_head else "fliqe-resnet50-encoder",
        version=hashlib.sha256(path.read_bytes()).hexdigest()[:8],
        licence="NOASSERTION",
        kinds=(DISTORTED,) if has_head else (),
        training_data=trained.training_data,
        graph=build_fliqe_graph(trained.network),
        reference=fliqe_reference(trained.network),
    )
