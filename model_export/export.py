"""The way from a checkpoint to a model file with its manifest."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onnx

from flir_iqa.errors import ModelError
from model_export.exportable import read_exportable
from model_export.metadata import ModelMetadata, describe
from model_export.parity import Parity, check_parity
from training.distortions.base import Frame


def export_checkpoint(
    checkpoint: Path,
    out: Path,
    *,
    name: str | None = None,
    version: str | None = None,
    licence: str | None = None,
    training_data: str | None = None,
    frames: Sequence[Frame] = (),
) -> Parity:
    """Export a checkpoint as an ONNX file, and a manifest beside it.

    The file appears at `out` only after it has been compared with the network.

    Args:
        checkpoint: Of `flir-iqa train` (either recipe), or one that the ancestor released: the encoder with its
            binary head, or the encoder alone, whose file gives embeddings and no scores.
        out: Where the model file goes; the manifest has the same name with `.json` added.
        name: Name of the model; by default that of its family.
        version: Its version; by default ours for `lite`, the beginning of the checkpoint's hash for the ancestor's.
        licence: Licence of the file, as an SPDX expression; by default MIT for `lite`, unstated for the ancestor's.
        training_data: What it was trained on, in words; by default what the checkpoint says.
        frames: Real frames for the comparison with the network, beside synthetic ones.

    Returns:
        The comparison.

    Raises:
        CheckpointError: The checkpoint cannot be used.
        ModelError: The metadata cannot stand in a model file, or the graph differs from the network.
    """
    if not out.parent.is_dir():
        message = f"expected a folder at {str(out.parent)!r} to write {out.name!r} to; make it first"
        raise ModelError(message)
    found = read_exportable(checkpoint)
    metadata = ModelMetadata(
        name=name or found.name,
        version=version or found.version,
        kinds=found.kinds,
        training_data=training_data or found.training_data,
        licence=licence or found.licence,
    )
    model = describe(found.graph, metadata)
    parity = check_parity(found.reference, model, frames)
    content = model.SerializeToString(deterministic=True)
    _write(out, content)
    _write(out.with_name(out.name + ".json"), _manifest(out, content, model, parity).encode())
    return parity


def _manifest(out: Path, content: bytes, model: onnx.ModelProto, parity: Parity) -> str:
    manifest: dict[str, Any] = {
        "file": out.name,
        "size_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "metadata": {each.key: each.value for each in model.metadata_props},
        "parity": asdict(parity),
    }
    return json.dumps(manifest, indent=2) + "\n"


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)
