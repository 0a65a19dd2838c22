"""The size that a picture claims, by its header alone."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from flir_iqa.picture_headers import picture_size

SHAPES = [(40, 48), (33, 301), (1, 1)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("suffix", [".png", ".tiff", ".bmp", ".webp", ".pgm", ".ppm", ".pbm"])
def test_it_says_what_opencv_decodes(suffix: str, dtype: type[np.uint8 | np.uint16], shape: tuple[int, int]) -> None:
    if dtype is np.uint16 and suffix in (".bmp", ".webp", ".pbm"):
        dtype = np.uint8  # these know no other
    image = np.full(shape if suffix not in (".webp", ".ppm") else (*shape, 3), 7, dtype)
    data = cv2.imencode(suffix, image)[1].tobytes()
    assert picture_size(data) == shape


@pytest.mark.parametrize("quality", [30, 101])
def test_webp_with_and_without_loss(quality: int) -> None:
    image = np.full((40, 48, 3), 7, np.uint8)
    data = cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()
    assert picture_size(data) == (40, 48)
    extended = b"RIFF\0\0\0\0WEBPVP8X" + struct.pack("<II", 10, 0) + (16382).to_bytes(3, "little") * 2
    assert picture_size(extended) == (16383, 16383)


@pytest.mark.parametrize("order", ["<", ">"])
def test_tiff_of_either_byte_order_and_bigtiff(order: str) -> None:
    mark = b"II" if order == "<" else b"MM"
    entries = struct.pack(order + "HHIHxx", 256, 3, 1, 48) + struct.pack(order + "HHII", 257, 4, 1, 40)
    assert picture_size(mark + struct.pack(order + "HIH", 42, 8, 2) + entries) == (40, 48)
    big = struct.pack(order + "HHQI4x", 256, 4, 1, 48) + struct.pack(order + "HHQI4x", 257, 4, 1, 40)
    assert picture_size(mark + struct.pack(order + "HHHQQ", 43, 8, 0, 16, 2) + big) == (40, 48)


def test_what_is_no_picture_of_these_kinds_has_no_size() -> None:
    for data in (
        b"",
        b"BM",
        b"P5 3",
        b"P7\nWIDTH 3\n",
        b"GIF89a",
        b"RIFF1234WAVE",
        b"\x76\x2f\x31\x01",
        b"II*\0\xff\xff\xff\xff",
    ):
        assert picture_size(data) is None


def test_a_header_that_is_cut_off_anywhere_is_no_crash() -> None:
    folder = Path(__file__).parents[1] / "fuzz" / "corpus" / "pictures"
    for path in folder.iterdir():
        data = path.read_bytes()
        assert picture_size(data) == (40, 48)
        for length in range(60):
            assert picture_size(data[:length]) in (None, (40, 48)) or path.suffix in (".pgm", ".ppm")
