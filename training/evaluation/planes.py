"""Radiometric frames: 16-bit sensor values, before a camera's gain control makes a picture of them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flir_iqa.errors import ImageError
from flir_iqa.other_pictures import decode_other
from training.errors import DatasetError

Plane = npt.NDArray[np.uint16]
"""Raw sensor values, H x W."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaneSet:
    """The radiometric frames of one folder.

    Attributes:
        name: Name of the folder.
        paths: Where each frame came from.
        frames: The raw values, uint16, H x W.
    """

    name: str
    paths: tuple[Path, ...]
    frames: tuple[Plane, ...]


def load_planes(folder: Path) -> PlaneSet:
    """Read all 16-bit PNG and TIFF pictures of a folder, in the order of their names.

    Raises:
        DatasetError: There is no such folder, it holds no such picture, or one of them is damaged or not 16-bit grey.
    """
    if not folder.is_dir():
        message = f"expected a folder of 16-bit frames, got {str(folder)!r}, which is none"
        raise DatasetError(message)
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".png", ".tif", ".tiff"})
    if not paths:
        message = f"expected 16-bit frames (PNG, TIFF) in {str(folder)!r}, found none"
        raise DatasetError(message)
    return PlaneSet(folder.resolve().name, tuple(paths), tuple(_read_plane(path) for path in paths))


def _read_plane(path: Path) -> Plane:
    try:
        plane = decode_other(path.read_bytes())
    except OSError as error:
        message = f"cannot read {str(path)!r}: {error}"
        raise DatasetError(message) from error
    except ImageError as error:
        message = f"expected 16-bit grey in {str(path)!r}, got no picture that is read: {error}"
        raise DatasetError(message) from error
    if plane.dtype != np.uint16 or plane.ndim != 2:
        message = f"expected 16-bit grey in {str(path)!r}, got {plane.dtype} of shape {plane.shape}"
        raise DatasetError(message)
    return np.asarray(plane, np.uint16)
