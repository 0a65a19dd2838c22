"""A model file: opened, checked against the model contract, described."""

import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from flir_iqa.errors import ModelError
from flir_iqa.kinds import KINDS, NONE

SHIPPED_MODEL: Final = Path(__file__).parent / "models" / "lite.onnx"

CONTRACT: Final = "1"
_KEYS: Final = ("contract", "name", "version", "kinds")
_INPUT: Final = "frame"
_OUTPUTS: Final = ("quality", "distortion", "embedding")
_SEVERITY: Final = "severity"
_LONGEST_LABEL: Final = 100
_LARGEST_BYTES: Final = 2**30
"""A network of 250 million weights; the file is read into memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """What a model file says of itself."""

    name: str
    version: str
    kinds: tuple[str, ...]
    """Names of the columns of `distortion`."""
    has_severity: bool

    @property
    def label(self) -> str:
        """Name and version, as the results carry them."""
        return f"{self.name} {self.version}"


def open_model(path: Path, threads: int) -> tuple[onnxruntime.InferenceSession, ModelInfo]:
    """Load a model file and check that it keeps the model contract.

    Weights in files of their own are read only from under the model's folder; ONNX Runtime sees to that.

    Args:
        path: An ONNX file.
        threads: How many threads one frame may use.

    Raises:
        ModelError: The file is missing, is no ONNX, or lacks what the contract asks for; the text names each lack.
    """
    session = _load(path, threads)
    metadata = session.get_modelmeta().custom_metadata_map
    lacks = [
        *_lacking_tensors(session),
        *(f"metadata flir_iqa.{k}" for k in _KEYS if not metadata.get(f"flir_iqa.{k}")),
    ]
    if lacks:
        raise ModelError(_not_for_scoring(path, session, lacks))
    if metadata["flir_iqa.contract"] != CONTRACT:
        message = (
            f"{str(path)!r} keeps model contract {metadata['flir_iqa.contract']!r}, this version reads {CONTRACT!r}: "
            "export it again with this version"
        )
        raise ModelError(message)
    outputs = {output.name for output in session.get_outputs()}
    info = ModelInfo(
        name=_label(path, metadata["flir_iqa.name"]),
        version=_label(path, metadata["flir_iqa.version"]),
        kinds=_kinds(path, metadata["flir_iqa.kinds"]),
        has_severity=_SEVERITY in outputs,
    )
    _try_out(path, session, info)
    return session, info


def _load(path: Path, threads: int) -> onnxruntime.InferenceSession:
    _check_file(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # a failure is told by the exception, once
    options.enable_mem_pattern = False  # plans made for one size would be kept for each size that comes
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the CPU to others
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises classes of its own, made at run time
        message = f"{str(path)!r} is not a model that ONNX Runtime can load: {str(error).splitlines()[0][:300]}"
        raise ModelError(message) from error


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except FileNotFoundError as error:
        message = f"there is no model file {str(path)!r}"
        raise ModelError(message) from error
    except (OSError, ValueError) as error:  # the latter of a path that holds a null byte
        message = f"cannot read the model file {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        raise ModelError(message) from error
    if not stat.S_ISREG(status.st_mode):
        message = f"there is no model file {str(path)!r}: it is a {'folder' if path.is_dir() else 'device or a pipe'}"
        raise ModelError(message)
    if status.st_size > _LARGEST_BYTES:
        message = f"expected a model of at most {_LARGEST_BYTES} bytes, {str(path)!r} has {status.st_size}"
        raise ModelError(message)


def _lacking_tensors(session: onnxruntime.InferenceSession) -> list[str]:
    inputs = {tensor.name: tensor.type for tensor in session.get_inputs()}
    outputs = {tensor.name for tensor in session.get_outputs()}
    lacks = [] if inputs == {_INPUT: "tensor(uint8)"} else [f"the one input {_INPUT!r} of uint8 (it has {inputs})"]
    return lacks + [f"output {name!r}" for name in _OUTPUTS if name not in outputs]


def _not_for_scoring(path: Path, session: onnxruntime.InferenceSession, lacks: list[str]) -> str:
    outputs = [tensor.name for tensor in session.get_outputs()]
    encoder = outputs == ["embedding"]
    hint = "an encoder alone gives embeddings, no scores" if encoder else "make it by `flir-iqa export`"
    return f"{str(path)!r} is not a model for scoring; it lacks {', '.join(lacks)}; {hint}"


def _label(path: Path, text: str) -> str:
    """Return a name or version: it goes into each result, into logs and onto pages."""
    if len(text) > _LONGEST_LABEL or not text.isprintable():
        message = (
            f"{str(path)!r} has a name or version that is not 1 to {_LONGEST_LABEL} printable characters: {text[:50]!r}"
        )
        raise ModelError(message)
    return text


def _kinds(path: Path, text: str) -> tuple[str, ...]:
    try:
        kinds = tuple(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        kinds = ()
    known = kinds and all(kind in KINDS for kind in kinds) and len(set(kinds)) == len(kinds)
    if not known or not ((kinds[0] == NONE and len(kinds) > 1) or kinds == ("distorted",)):
        message = f"{str(path)!r} names kinds that are not in the closed list, or not 'none' first: {text[:300]!r}"
        raise ModelError(message)
    return kinds


def _try_out(path: Path, session: onnxruntime.InferenceSession, info: ModelInfo) -> None:
    """Score one small grey and one colour frame: shapes that do not fit are found now, not at the first real frame."""
    for channels in (1, 3):
        frame: NDArray[np.uint8] = np.zeros((1, 32, 48, channels), np.uint8)
        try:
            quality, distortion, embedding = session.run(list(_OUTPUTS), {_INPUT: frame})
        except Exception as error:  # see _load
            message = f"{str(path)!r} fails on a frame of {frame.shape}: {str(error).splitlines()[0][:300]}"
            raise ModelError(message) from error
        shapes = (quality.shape, distortion.shape, embedding.shape)
        expected = ((1,), (1, len(info.kinds)), (1, 128))
        if shapes != expected:
            message = f"{str(path)!r} gives quality, distortion, embedding of shapes {shapes}, expected {expected}"
            raise ModelError(message)
