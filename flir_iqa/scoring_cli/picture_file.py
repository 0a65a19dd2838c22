"""Pictures that commands draw, written to a file whose ending says in which format."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.errors import FlirIqaError

_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp")


class PictureFileError(FlirIqaError):
    """A picture cannot be written where it should be."""


def check_picture_name(path: Path) -> None:
    """Refuse a name whose ending is no kind of picture that can be written: better before the work than after it.

    Raises:
        PictureFileError: It is none.
    """
    if path.suffix.lower() not in _SUFFIXES:
        message = f"expected a picture named {', '.join(_SUFFIXES)}, got {str(path)!r}"
        raise PictureFileError(message)


def write_picture(path: Path, canvas: NDArray[np.uint8]) -> None:
    """Write a picture.

    Args:
        path: Where to; its ending says which kind of picture.
        canvas: uint8, H x W x 3 BGR.

    Raises:
        PictureFileError: It cannot be written.
    """
    check_picture_name(path)
    _, data = cv2.imencode(path.suffix.lower(), canvas)
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        message = f"cannot write the picture {str(path)!r}: {error.strerror}"
        raise PictureFileError(message) from error
