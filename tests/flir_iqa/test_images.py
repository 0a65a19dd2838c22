"""What counts as a picture, and what is said of anything else."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from flir_iqa.errors import FlirIqaError, ImageError
from flir_iqa.images import MAX_PIXELS, check_image, is_grey

Image = NDArray[np.uint8]


@pytest.mark.parametrize("shape", [(32, 32), (32, 32, 3), (512, 640), (33, 4000, 3)])
def test_grey_and_bgr_of_any_size_are_accepted_as_they_are(shape: tuple[int, ...]) -> None:
    image = np.zeros(shape, np.uint8)
    assert check_image(image) is image


def test_one_channel_is_grey_without_a_copy() -> None:
    image = np.zeros((40, 50, 1), np.uint8)
    checked = check_image(image)
    assert checked.shape == (40, 50)
    assert np.shares_memory(checked, image)


@pytest.mark.parametrize(
    "view",
    [
        lambda image: image[::-1],
        lambda image: image[:, ::-1],
        lambda image: image[10:90, 20:80],
        lambda image: image.T,
        np.asfortranarray,
    ],
    ids=["flipped", "mirrored", "cropped", "transposed", "column by column"],
)
def test_strides_do_not_matter(view: Callable[[Image], Image]) -> None:
    image = view(np.zeros((100, 100), np.uint8))
    assert check_image(image) is image


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (None, ["None", "cv2.imread returns None"]),
        ("gate.jpg", ["str", "'gate.jpg'", "cv2.imread"]),
        (b"\xff\xd8", ["bytes"]),
        ([[0] * 64] * 64, ["list"]),
        (np.zeros((64, 64), np.uint16), ["uint16", "(64, 64)", "cv2.normalize"]),
        (np.zeros((64, 64), np.float32), ["float32", "0..255"]),
        (np.zeros((64, 64, 3)), ["float64", "(64, 64, 3)"]),
        (np.zeros((64, 64), np.int8), ["int8"]),
        (np.zeros((64, 64), bool), ["bool", "255"]),
        (np.zeros((64, 64), complex), ["complex128"]),
        (np.zeros((64, 64), object), ["object"]),
        (np.zeros((64, 64, 4), np.uint8), ["(64, 64, 4)", "image[:, :, :3]"]),
        (np.zeros((64, 64, 2), np.uint8), ["(64, 64, 2)"]),
        (np.zeros((3, 64, 64), np.uint8), ["(3, 64, 64)", "transpose"]),
        (np.zeros((1, 64, 64, 3), np.uint8), ["(1, 64, 64, 3)", "one picture"]),
        (np.zeros(64, np.uint8), ["(64,)"]),
        (np.uint8(3), ["uint8"]),
        (np.zeros((0, 0), np.uint8), ["0 x 0", "32"]),
        (np.zeros((0, 64, 3), np.uint8), ["64 x 0"]),
        (np.zeros((1, 1), np.uint8), ["1 x 1"]),
        (np.zeros((31, 640), np.uint8), ["640 x 31"]),
    ],
)
def test_anything_else_is_refused_by_what_came(image: object, words: list[str]) -> None:
    with pytest.raises(ImageError) as caught:
        check_image(image)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_picture_that_is_too_large_is_refused() -> None:
    huge = np.broadcast_to(np.uint8(0), (4096, 4097))
    with pytest.raises(ImageError, match="4097 x 4096"):
        check_image(huge)
    assert check_image(huge, max_pixels=MAX_PIXELS + 4096) is huge


def test_an_image_error_is_ours_and_a_value_error() -> None:
    assert issubclass(ImageError, FlirIqaError)
    assert issubclass(ImageError, ValueError)


def test_equal_channels_are_grey() -> None:
    image = np.random.default_rng(0).integers(0, 256, (40, 40), np.uint8)
    three = np.dstack((image, image, image))
    assert is_grey(image)
    assert is_grey(three)
    three[39, 39, 0] ^= 1
    assert not is_grey(three)
