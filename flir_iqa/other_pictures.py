"""Pictures that are no JPEG, decoded by OpenCV once their size is known to be bearable."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.errors import ImageError
from flir_iqa.images import MAX_PIXELS, check_size
from flir_iqa.picture_headers import picture_size

LARGEST_FILE_BYTES: Final = 512 * 2**20
"""More than the largest picture takes uncompressed, of four channels of 16 bits."""


def decode_other(data: bytes, flags: int = cv2.IMREAD_UNCHANGED, max_pixels: int = MAX_PIXELS) -> NDArray[Any]:
    """Decode a whole PNG, TIFF, BMP, WebP or PNM.

    Args:
        data: The file.
        flags: What OpenCV is to make of depth and colour.
        max_pixels: Largest height times width that is decoded; what the header says counts.

    Returns:
        H x W, or H x W x channels with blue first, of the file's dtype unless `flags` say otherwise.

    Raises:
        ImageError: It is no such picture, not whole, or too small or too large to be scored.
    """
    size = picture_size(data)
    if size is None:
        raise ImageError(_refusal(data))
    check_size(*size, max_pixels)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error as error:
        raise ImageError(_refusal(data)) from error
    if image is None:
        raise ImageError(_refusal(data))
    return image


def _refusal(data: bytes) -> str:
    begin = f"{len(data)} bytes that begin with {data[:8].hex(' ')}" if data else "0 bytes"
    return f"expected a whole JPEG, PNG, TIFF, BMP, WebP or PNM, got {begin}"
