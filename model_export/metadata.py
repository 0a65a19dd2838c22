"""What a model file says of itself: the keys of its ONNX metadata, and their exact content.

All values are text (ONNX metadata holds nothing else):

| key | content |
|---|---|
| `flir_iqa.contract` | `1`; a reader refuses any other |
| `flir_iqa.name` | name of the model, `[a-z0-9][a-z0-9._-]*`, such as `lite` |
| `flir_iqa.version` | its version, such as `0.1.0`; name and version together stand in each result |
| `flir_iqa.kinds` | JSON list of the names of the K columns of `distortion`, all from `flir_iqa.kinds` |
| `flir_iqa.training_data` | what it was trained on, in words |
| `flir_iqa.licence` | licence of the file, as an SPDX expression |
| `flir_iqa.graph_sha256` | SHA-256 of the file as it is without any metadata, in hexadecimal |

A model that knows kinds lists `none` first; each row of `distortion` then is K probabilities that sum to 1,
and `quality` is its first column. A model with a binary head has K = 1 and the list `["distorted"]`;
`quality` then is 1 minus that column. An encoder alone, which gives embeddings and no scores, has the list `[]`.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

import onnx

from flir_iqa.errors import ModelError
from flir_iqa.kinds import DISTORTED, KINDS, NONE

CONTRACT_VERSION: Final = "1"
KEY_PREFIX: Final = "flir_iqa."
_NAME_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMetadata:
    """What a model file says of itself.

    Attributes:
        name: Name of the model, such as `lite`.
        version: Its version, such as `0.1.0`.
        kinds: Names of the columns of `distortion`: `none` first, or `distorted` alone; empty for an encoder alone.
        training_data: What it was trained on, in words.
        licence: Licence of the file, as an SPDX expression.

    Raises:
        ModelError: A value cannot stand in a model file.
    """

    name: str
    version: str
    kinds: tuple[str, ...]
    training_data: str
    licence: str

    def __post_init__(self) -> None:
        if not _NAME_PATTERN.fullmatch(self.name):
            message = f"expected a model name of lower-case letters, digits, '.', '_' and '-', got {self.name!r}"
            raise ModelError(message)
        if self.kinds not in ((), (DISTORTED,)) and self.kinds[:1] != (NONE,):
            message = f"expected kinds that begin with {NONE!r}, {DISTORTED!r} alone, or none, got {self.kinds!r}"
            raise ModelError(message)
        unknown = sorted(set(self.kinds) - set(KINDS))
        if unknown or len(set(self.kinds)) != len(self.kinds):
            message = f"expected each kind once, from flir_iqa.kinds, got {self.kinds!r} (unknown: {unknown})"
            raise ModelError(message)
        for field in ("version", "training_data", "licence"):
            if not getattr(self, field).strip():
                message = f"expected a {field} for the model {self.name!r}, got {getattr(self, field)!r}"
                raise ModelError(message)

    def as_properties(self, graph_sha256: str) -> dict[str, str]:
        """Give the metadata as the file holds them."""
        content = {
            "contract": CONTRACT_VERSION,
            "name": self.name,
            "version": self.version,
            "kinds": json.dumps(self.kinds),
            "training_data": self.training_data,
            "licence": self.licence,
            "graph_sha256": graph_sha256,
        }
        return {KEY_PREFIX + key: value for key, value in content.items()}


def describe(model: onnx.ModelProto, metadata: ModelMetadata) -> onnx.ModelProto:
    """Give a copy of `model` that carries `metadata` and the hash of its graph, and no other metadata."""
    described = onnx.ModelProto()
    described.CopyFrom(model)
    properties = metadata.as_properties(graph_sha256(model))
    onnx.helper.set_model_props(described, properties)
    return described


def graph_sha256(model: onnx.ModelProto) -> str:
    """Hash a model file as it is without its metadata: two files with the same graph have the same hash."""
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    del bare.metadata_props[:]
    return hashlib.sha256(bare.SerializeToString(deterministic=True)).hexdigest()
