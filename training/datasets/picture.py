"""One picture file to a frame, strictly."""

from pathlib import Path
from typing import Final

import numpy as np

from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError, ImageError
from flir_iqa.images import check_image
from flir_iqa.other_pictures import decode_other
from training.datasets.counts import counts_to_frame
from training.distortions.base import Frame
from training.errors import DatasetError

PICTURE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"})
_JPEG_START: Final = b"\xff\xd8"


def read_frame(path: Path) -> Frame:
    """Read one picture as uint8, grey or BGR; 16-bit counts pass through gain control.

    Raises:
        DatasetError: The file is missing or damaged, or is too small or too large to be scored.
    """
    return decode_file(path)[1]


def decode_file(path: Path) -> tuple[bytes, Frame]:
    """Read one picture; give the bytes of the file, which `decode_picture` takes, and the frame.

    Raises:
        DatasetError: As `read_frame`.
    """
    try:
        data = path.read_bytes()
        return data, decode_picture(data)
    except (OSError, DecodeError, ImageError) as error:
        message = f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        raise DatasetError(message) from error


def decode_picture(data: bytes) -> Frame:
    """Decode a whole JPEG, PNG, TIFF or BMP file, told apart by its first bytes.

    Args:
        data: The file. One channel of 16 bits is taken for radiometric counts.

    Returns:
        uint8, H x W or H x W x 3 BGR.

    Raises:
        DecodeError: It is empty, or a JPEG that is damaged.
        ImageError: It is another picture that is damaged, or one that cannot be scored.
    """
    if not data or data.startswith(_JPEG_START):
        return decode_frame(data)
    picture = decode_other(data)
    if picture.dtype == np.uint16 and picture.ndim == 2:
        return check_image(counts_to_frame(np.asarray(picture, np.uint16)))
    return check_image(picture)


def list_pictures(folder: Path) -> list[Path]:
    """List the pictures that lie in a folder, by name.

    Raises:
        DatasetError: There is no such folder.
    """
    if not folder.is_dir():
        message = f"expected a folder of pictures, got {str(folder)!r}, which is none"
        raise DatasetError(message)
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)
