"""Pictures that are no JPEG: whole ones of a bearable size decode, bombs are refused by their header."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from flir_iqa.errors import ImageError
from flir_iqa.other_pictures import decode_other


def png_bomb(side: int) -> bytes:
    """A PNG of 16 bits and four channels, which would take 8 bytes a pixel; not even whole."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))


@pytest.mark.parametrize("suffix", [".png", ".tiff", ".bmp", ".pgm"])
def test_a_picture_decodes_as_it_is(suffix: str) -> None:
    image = np.random.default_rng(1).integers(0, 256, (40, 48), np.uint8)
    decoded = decode_other(cv2.imencode(suffix, image)[1].tobytes(), cv2.IMREAD_GRAYSCALE)
    assert np.array_equal(decoded, image)


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(ImageError, match="expected at most 16777216 pixels, got 30000 x 30000"):
        decode_other(png_bomb(30_000))


def test_the_largest_size_can_be_set() -> None:
    data = cv2.imencode(".png", np.zeros((40, 48), np.uint8))[1].tobytes()
    assert decode_other(data, max_pixels=40 * 48).shape == (40, 48)
    with pytest.raises(ImageError, match="at most 1919 pixels"):
        decode_other(data, max_pixels=40 * 48 - 1)


@pytest.mark.parametrize("data", [b"", b"text", b"GIF89a" + bytes(40), b"\x89PNG\r\n\x1a\n" + bytes(40), png_bomb(48)])
def test_what_is_no_whole_picture_of_the_kinds_that_are_read_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError):
        decode_other(data)
