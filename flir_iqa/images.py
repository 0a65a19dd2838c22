"""What counts as a picture that can be scored, and what is said of anything else."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from flir_iqa.errors import ImageError

MIN_SIDE_PX: Final = 32
"""Shortest side that the network's receptive field can say anything about."""

MAX_PIXELS: Final = 4096 * 4096
"""Largest picture by default; to score one, the shipped model takes about 0.8 GB for a moment."""

EXPECTED: Final = "expected a uint8 picture, H x W grey or H x W x 3 BGR"

_REMEDY_BY_DTYPE: Final = {
    "uint16": "scale 16-bit counts to 8 bits as your display does, e.g. by cv2.normalize(image, None, 0, 255, "
    "cv2.NORM_MINMAX, cv2.CV_8U); the scaling changes the score, so choose one and keep it",
    "float": "scale to 0..255 and convert by .astype(np.uint8)",
    "bool": "multiply by 255 after .astype(np.uint8)",
}


def check_image(image: object, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Return `image` as it will be scored, or say why it cannot be.

    Strides do not matter: a flipped, cropped or transposed view is accepted.

    Args:
        image: uint8, H x W or H x W x 1 (grey) or H x W x 3 (BGR), each side at least 32.
        max_pixels: Largest H * W that is accepted.

    Returns:
        The same memory, H x W (also for H x W x 1) or H x W x 3.

    Raises:
        ImageError: Anything else; the text names the type, dtype and shape that came.
    """
    array = _check_array(image)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    check_size(array.shape[0], array.shape[1], max_pixels)
    return array


def check_size(height: int, width: int, max_pixels: int = MAX_PIXELS) -> None:
    """Refuse a picture that is too small or too large.

    Raises:
        ImageError: A side is below `MIN_SIDE_PX`, or height times width is above `max_pixels`.
    """
    if is_too_small(height, width):
        message = f"expected at least {MIN_SIDE_PX} x {MIN_SIDE_PX} pixels, got {width} x {height} (width x height)"
        raise ImageError(message)
    if height * width > max_pixels:
        message = f"expected at most {max_pixels} pixels, got {width} x {height} = {height * width}; scale it down"
        raise ImageError(message)


def is_too_small(height: int, width: int) -> bool:
    """Whether a side is below `MIN_SIDE_PX`."""
    return min(height, width) < MIN_SIDE_PX


def is_grey(image: NDArray[np.uint8]) -> bool:
    """Whether a picture is H x W, or its three channels are equal everywhere."""
    if image.ndim == 2:
        return True
    middle = image[:, :, 1]
    return bool(np.array_equal(image[:, :, 0], middle) and np.array_equal(middle, image[:, :, 2]))


def _check_array(image: object) -> NDArray[np.uint8]:
    if not isinstance(image, np.ndarray):
        message = f"{EXPECTED}, as a numpy array, got {_describe_other(image)}"
        raise ImageError(message)
    if image.dtype != np.uint8:
        remedy = _REMEDY_BY_DTYPE.get("float" if image.dtype.kind == "f" else image.dtype.name)
        message = f"{EXPECTED}, got dtype {image.dtype} and shape {image.shape}" + (f"; {remedy}" if remedy else "")
        raise ImageError(message)
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3)):
        message = f"{EXPECTED}, got shape {image.shape}{_shape_remedy(image.shape)}"
        raise ImageError(message)
    return image


def _describe_other(image: object) -> str:
    if image is None:
        return "None; cv2.imread returns None for a file that it cannot read"
    kind = type(image)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return (
        f"{name} {str(image)[:80]!r}; read the file first, e.g. by cv2.imread(path)" if isinstance(image, str) else name
    )


def _shape_remedy(shape: tuple[int, ...]) -> str:
    if len(shape) == 3 and shape[2] == 4:
        return "; drop the fourth channel: image[:, :, :3]"
    if len(shape) == 3 and shape[0] in (1, 3):
        return "; move the channels to the end: image.transpose(1, 2, 0)"
    if len(shape) == 4:
        return "; give one picture at a time"
    return ""
