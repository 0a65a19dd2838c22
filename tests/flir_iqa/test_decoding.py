"""JPEG in: what decodes, what is refused, and with which reason."""

import struct

import cv2
import numpy as np
import pytest
import simplejpeg
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.encoding import encode_frame
from flir_iqa.errors import DecodeError

Image = NDArray[np.uint8]


def start_of_frame(jpeg: bytes) -> int:
    """Where the SOF0 segment begins: marker, length, precision, height, width."""
    return jpeg.index(b"\xff\xc0")


def with_size(jpeg: bytes, height: int, width: int) -> bytes:
    at = start_of_frame(jpeg) + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def progressive(side: int, n_scans: int) -> bytes:
    """A black picture whose every further scan says in some 40 bytes that nothing changes."""

    def segment(marker: int, content: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content

    n_blocks = (side // 8) ** 2
    one_code = bytes([1] + [0] * 15)
    head = segment(0xDB, b"\0" + bytes([1] * 64)) + segment(0xC2, struct.pack(">BHHB3B", 8, side, side, 1, 1, 0x11, 0))
    tables = segment(0xC4, b"\0" + one_code + b"\0") + segment(0xC4, b"\x10" + one_code + b"\xe0")
    first = segment(0xDA, bytes([1, 1, 0, 0, 0, 0])) + bytes(n_blocks // 8)
    further = segment(0xDA, bytes([1, 1, 0, 1, 1, 0])) + bytes((15 * (n_blocks // 16384) + 7) // 8)
    return b"\xff\xd8" + head + tables + first + further * (n_scans - 1) + b"\xff\xd9"


def refusal(data: bytes, max_pixels: int = 4096 * 4096) -> DecodeError:
    with pytest.raises(DecodeError) as caught:
        decode_frame(data, max_pixels)
    return caught.value


def test_a_grey_jpeg_stays_grey(grey: Image) -> None:
    picture = decode_frame(encode_frame(grey))
    assert picture.shape == grey.shape
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous


def test_a_colour_jpeg_gives_bgr(colour: Image) -> None:
    picture = decode_frame(encode_frame(colour))
    assert picture.shape == colour.shape
    assert np.abs(picture.astype(int) - colour).mean() < 3


def test_colour_in_is_colour_out_where_the_channels_are_equal(grey: Image) -> None:
    jpeg = cv2.imencode(".jpg", cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))[1].tobytes()
    assert decode_frame(jpeg).shape == (*grey.shape, 3)


def test_it_decodes_as_opencv_does(grey: Image) -> None:
    jpeg = encode_frame(grey)
    reference = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert reference is not None
    assert np.abs(decode_frame(jpeg).astype(int) - reference).max() <= 1


def test_a_progressive_jpeg_decodes(grey: Image) -> None:
    jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    assert decode_frame(jpeg).shape == grey.shape


def test_a_jpeg_without_huffman_tables_decodes_as_cameras_send_motion_jpeg(grey: Image) -> None:
    jpeg = simplejpeg.encode_jpeg(grey[:, :, np.newaxis].copy(), 95, "GRAY", "Gray")
    bare = jpeg
    while (at := bare.find(b"\xff\xc4")) >= 0:
        bare = bare[:at] + bare[at + 2 + struct.unpack(">H", bare[at + 2 : at + 4])[0] :]
    assert len(bare) < len(jpeg)
    assert np.array_equal(decode_frame(bare), decode_frame(jpeg))


def test_padding_after_the_end_is_ignored(grey: Image) -> None:
    jpeg = encode_frame(grey)
    assert np.array_equal(decode_frame(jpeg + bytes(100)), decode_frame(jpeg))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9, 0.999])
def test_a_jpeg_that_is_cut_off_is_refused(grey: Image, share: float) -> None:
    jpeg = encode_frame(grey)
    assert refusal(jpeg[: int(len(jpeg) * share)]).reason == "corrupt_jpeg"


def test_a_jpeg_without_its_end_marker_is_refused(grey: Image) -> None:
    assert refusal(encode_frame(grey)[:-2]).reason == "corrupt_jpeg"


def test_a_jpeg_with_lost_bytes_is_refused(grey: Image) -> None:
    jpeg = encode_frame(grey)
    middle = len(jpeg) // 2
    assert refusal(jpeg[:middle] + bytes(200) + jpeg[middle + 900 :]).reason == "corrupt_jpeg"


def test_hostile_bytes_give_a_picture_or_a_decode_error_and_nothing_else(grey: Image) -> None:
    rng = np.random.default_rng(3)
    jpeg = np.frombuffer(encode_frame(grey[:64, :64]), np.uint8)
    for _ in range(300):
        damaged = jpeg.copy()
        damaged[rng.integers(0, len(jpeg), 4)] = rng.integers(0, 256, 4)
        try:
            picture = decode_frame(damaged.tobytes())
        except DecodeError as error:
            assert str(error)
        else:
            assert picture.dtype == np.uint8


def test_no_bytes_are_empty() -> None:
    assert refusal(b"").reason == "empty"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(50), b"{}", b"\xff\xd8", bytes(1000)])
def test_other_bytes_are_not_jpeg(data: bytes) -> None:
    error = refusal(data)
    assert error.reason == "not_jpeg"
    assert f"{len(data)} bytes" in str(error)


def test_a_bomb_is_refused_by_its_header_alone(grey: Image) -> None:
    error = refusal(with_size(encode_frame(grey), 65500, 65500))
    assert error.reason == "too_large"
    assert "65500 x 65500" in str(error)


def test_a_bomb_of_scans_is_refused_before_any_is_decoded() -> None:
    """A few kilobytes that a decoder goes over for as long as there are scans; a frame of 4 MB would take minutes."""
    assert decode_frame(progressive(4096, 10)).shape == (4096, 4096)
    error = refusal(progressive(4096, 65))
    assert error.reason == "unsupported_jpeg"
    assert "at most 64 scans" in str(error)


def test_bytes_that_look_like_scans_inside_a_segment_do_not_count(grey: Image) -> None:
    """Radiometric files carry the raw counts in such segments."""
    jpeg = encode_frame(grey)
    segment = b"\xff\xe1" + struct.pack(">H", 2 + 2 * 30_000) + b"\xff\xda" * 30_000
    assert np.array_equal(decode_frame(jpeg[:2] + segment + jpeg[2:]), decode_frame(jpeg))


def test_the_largest_size_can_be_set(grey: Image) -> None:
    assert refusal(encode_frame(grey), max_pixels=640 * 512 - 1).reason == "too_large"
    assert decode_frame(encode_frame(grey), max_pixels=640 * 512).shape == (512, 640)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (31, 640), (512, 31)])
def test_a_picture_below_32_pixels_is_too_small(grey: Image, height: int, width: int) -> None:
    jpeg = simplejpeg.encode_jpeg(grey[:height, :width, np.newaxis].copy(), 95, "GRAY", "Gray")
    error = refusal(jpeg)
    assert error.reason == "too_small"
    assert f"{width} x {height}" in str(error)


def test_a_picture_of_32_by_32_decodes(grey: Image) -> None:
    assert decode_frame(encode_frame(grey[:32, :32])).shape == (32, 32)


def test_print_colours_are_unsupported(colour: Image) -> None:
    cmyk = np.dstack((colour, colour[:, :, 0]))
    error = refusal(simplejpeg.encode_jpeg(cmyk, 95, "CMYK"))
    assert error.reason == "unsupported_jpeg"
    assert "CMYK" in str(error) or "YCCK" in str(error)


def test_twelve_bits_are_unsupported(grey: Image) -> None:
    jpeg = bytearray(encode_frame(grey))
    jpeg[start_of_frame(bytes(jpeg)) + 4] = 12
    assert refusal(bytes(jpeg)).reason == "unsupported_jpeg"
