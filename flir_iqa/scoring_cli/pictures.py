"""A picture file's bytes to pixels, unchanged: no depth, colour or orientation is converted on the way."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.other_pictures import decode_other

_OPAQUE: Final = 255


def decode_picture(data: bytes) -> NDArray[Any]:
    """Decode JPEG as the topics do (`decode_frame`), and PNG, TIFF, BMP, WebP and PNM by OpenCV.

    A 16-bit picture keeps its 16 bits: `check_image` refuses it and says what to do. A fourth channel is dropped where
    it is opaque everywhere, because it then says nothing.

    Returns:
        H x W grey or H x W x 3 BGR (or 4, where the fourth channel says something), of the file's dtype.

    Raises:
        DecodeError: The bytes are a JPEG that cannot be scored.
        ImageError: The bytes are no whole picture of the other formats, or one of a size that cannot be scored.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return decode_frame(data)
    image = decode_other(data)
    if image.ndim == 3 and image.shape[2] == 4 and image.dtype == np.uint8 and (image[:, :, 3] == _OPAQUE).all():
        return image[:, :, :3]
    return image
