"""JPEG bytes to a picture, strictly: what a decoder would silently repair is refused, because it would be scored."""

from typing import Final

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from flir_iqa.errors import DecodeError, RejectReason
from flir_iqa.images import MAX_PIXELS, MIN_SIDE_PX, is_too_small
from flir_iqa.jpeg_scans import MAX_SCANS, has_too_many_scans

_JPEG_START: Final = b"\xff\xd8\xff"


def decode_frame(data: bytes, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Decode one JPEG.

    The size is read from the header before any pixel is decoded. A JPEG with one component gives a grey picture; one
    with three gives a colour picture, also where its channels happen to be equal. Bytes after the end marker are
    ignored: cameras pad.

    Args:
        data: A whole JPEG (baseline or progressive, 8 bits; grey, YCbCr or RGB).
        max_pixels: Largest height times width that is decoded.

    Returns:
        H x W grey or H x W x 3 BGR, C-contiguous.

    Raises:
        DecodeError: With the reason `empty`, `not_jpeg`, `corrupt_jpeg` (also one that is cut off), `unsupported_jpeg`
            (CMYK, 12 bits, too many scans), `too_small` or `too_large`.
    """
    colorspace = _check_header(data, max_pixels)
    try:
        if colorspace == "Gray":
            grey: NDArray[np.uint8] = simplejpeg.decode_jpeg(data, "GRAY")
            return grey[:, :, 0]
        colour: NDArray[np.uint8] = simplejpeg.decode_jpeg(data, "BGR")
        return colour
    except ValueError as error:
        raise _undecodable(data, error) from error


def _check_header(data: bytes, max_pixels: int) -> str:
    """Refuse by the first bytes and the header; return the colour space."""
    if not data:
        raise DecodeError(reason="empty", detail="expected a JPEG, got 0 bytes")
    if not data.startswith(_JPEG_START):
        raise DecodeError(
            reason="not_jpeg",
            detail=f"expected a JPEG (it begins with ff d8 ff), got {len(data)} bytes: {data[:8].hex(' ')}",
        )
    try:
        height, width, colorspace, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError as error:
        raise _undecodable(data, error) from error
    if height * width > max_pixels:
        raise DecodeError(
            reason="too_large",
            detail=f"expected at most {max_pixels} pixels, got {width} x {height} = {width * height}",
        )
    if is_too_small(height, width):
        raise DecodeError(
            reason="too_small", detail=f"expected at least {MIN_SIDE_PX} x {MIN_SIDE_PX} pixels, got {width} x {height}"
        )
    if colorspace in ("CMYK", "YCCK"):
        raise DecodeError(reason="unsupported_jpeg", detail=f"expected a grey, YCbCr or RGB JPEG, got {colorspace}")
    if has_too_many_scans(data):
        raise DecodeError(reason="unsupported_jpeg", detail=f"expected a JPEG of at most {MAX_SCANS} scans, got more")
    return str(colorspace)


def _undecodable(data: bytes, error: ValueError) -> DecodeError:
    """Tell by libjpeg-turbo's own words what is damaged from what it does not read."""
    reason: RejectReason = "unsupported_jpeg" if "Unsupported" in str(error) else "corrupt_jpeg"
    return DecodeError(
        reason=reason, detail=f"expected a whole JPEG, got {len(data)} bytes that do not decode: {error}"
    )
