"""A picture file's bytes to pixels, unchanged: no depth, colour or orientation is converted on the way."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.errors import FlirIqaError

_OPAQUE: Final = 255


class PictureError(FlirIqaError):
    """A file is no picture that can be read."""


def decode_picture(data: bytes) -> NDArray[Any]:
    """Decode JPEG as the topics do (`decode_frame`), and PNG, TIFF, BMP, WebP and PNM by OpenCV.

    A 16-bit picture keeps its 16 bits: `check_image` refuses it and says what to do. A fourth channel is dropped where
    it is opaque everywhere, because it then says nothing.

    Returns:
        H x W grey or H x W x 3 BGR (or 4, where the fourth channel says something), of the file's dtype.

    Raises:
        DecodeError: The bytes are a JPEG that cannot be scored.
        PictureError: The bytes are no whole picture of the other formats.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return decode_frame(data)
    if not data:
        message = "expected a picture, got 0 bytes"
        raise PictureError(message)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise _refusal(data) from error
    if image is None:
        raise _refusal(data)
    if image.ndim == 3 and image.shape[2] == 4 and image.dtype == np.uint8 and (image[:, :, 3] == _OPAQUE).all():
        return image[:, :, :3]
    return image


def _refusal(data: bytes) -> PictureError:
    message = (
        f"expected a whole JPEG, PNG, TIFF, BMP, WebP or PNM, got {len(data)} bytes that begin with {data[:8].hex(' ')}"
    )
    return PictureError(message)
