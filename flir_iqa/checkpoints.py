"""A checkpoint in place of a model file: exported once, by a child process, into a cache."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from flir_iqa.errors import ModelError
from flir_iqa.version import __version__

CHECKPOINT_SUFFIXES: Final = frozenset({".pth", ".pt"})
EXPORTER: Final = ("model_export", "torch", "torchvision", "onnx")
"""What has to be importable for an export."""

_EXPORT_S: Final = 600


def exported(checkpoint: Path) -> Path:
    """Return the ONNX file of a checkpoint, exporting it where that was not done yet.

    The cache is `$XDG_CACHE_HOME/flir-iqa` (`~/.cache/flir-iqa`); a file is found by the checkpoint's content.

    Raises:
        ModelError: The checkpoint is missing or cannot be exported, or what exports is not installed.
    """
    try:
        digest = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    except OSError as error:
        message = f"cannot read the checkpoint {str(checkpoint)!r}: {error.strerror}"
        raise ModelError(message) from error
    target = _cache() / f"{digest[:32]}-{__version__}.onnx"
    if not target.is_file():
        _require_exporter(checkpoint)
        _make_folder(target.parent)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            fresh = Path(folder) / "model.onnx"
            _export(checkpoint, fresh)
            fresh.replace(target)  # whole or not at all, also when two processes export at once
    return target


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what lies there is loaded as a model
    except OSError as error:
        message = f"cannot make the folder {str(folder)!r} for exported models: {error.strerror}; set XDG_CACHE_HOME"
        raise ModelError(message) from error


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "flir-iqa"


def _require_exporter(checkpoint: Path) -> None:
    missing = [name for name in EXPORTER if importlib.util.find_spec(name) is None]
    if missing:
        message = (
            f"{str(checkpoint)!r} is a checkpoint; to export it {missing[0]!r} is needed, which is not installed: "
            "run `make setup-train` in a checkout and `flir-iqa export` there, and give the ONNX file here"
        )
        raise ModelError(message)


def _export(checkpoint: Path, target: Path) -> None:
    command = [sys.executable, "-m", "model_export", str(checkpoint), "--out", str(target)]
    try:
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=_EXPORT_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        message = f"exporting {str(checkpoint)!r} took more than {_EXPORT_S} s"
        raise ModelError(message) from error
    if outcome.returncode != 0 or not target.is_file():
        words = outcome.stderr.strip().splitlines() or ["it said nothing"]
        message = f"cannot export the checkpoint {str(checkpoint)!r}: {words[-1].removeprefix('Error: ')}"
        raise ModelError(message)
