"""A picture to JPEG bytes, once and with as little loss as pays: what we measure must not be changed by us."""

from typing import Any, Final

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from flir_iqa.images import check_image, is_grey

QUALITY: Final = 95


def encode_frame(image: NDArray[Any], quality: int = QUALITY) -> bytes:
    """Encode one picture as JPEG; with one component where it is grey, also when it came as three equal channels.

    Args:
        image: uint8, H x W grey or H x W x 3 BGR (see `flir_iqa.images.check_image`).
        quality: JPEG quality, 1..100.

    Returns:
        The JPEG; colour without chroma subsampling (4:4:4).

    Raises:
        ImageError: `image` is no picture that can be scored.
    """
    picture = check_image(image)
    if is_grey(picture):
        grey = picture if picture.ndim == 2 else picture[:, :, 1]
        plane = np.ascontiguousarray(grey)[:, :, np.newaxis]
        return bytes(simplejpeg.encode_jpeg(plane, quality=quality, colorspace="GRAY", colorsubsampling="Gray"))
    return bytes(
        simplejpeg.encode_jpeg(np.ascontiguousarray(picture), quality=quality, colorspace="BGR", colorsubsampling="444")
    )
