"""JPEG out: little loss, grey where the picture is grey."""

import cv2
import numpy as np
import pytest
import simplejpeg
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.encoding import encode_frame
from flir_iqa.errors import ImageError
from flir_iqa.scorer import Scorer

Image = NDArray[np.uint8]


def test_a_grey_picture_in_three_channels_is_written_as_grey(grey: Image) -> None:
    three = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    assert encode_frame(three) == encode_frame(grey)
    assert simplejpeg.decode_jpeg_header(encode_frame(three))[2] == "Gray"


def test_one_pixel_of_colour_is_kept(grey: Image) -> None:
    three = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    three[0, 0, 2] ^= 255
    assert simplejpeg.decode_jpeg_header(encode_frame(three))[2:] == ("YCbCr", "444")


def test_little_is_lost(grey: Image) -> None:
    assert np.abs(decode_frame(encode_frame(grey)).astype(int) - grey).mean() < 2


def test_the_score_stays_nearly_what_it_was(grey: Image, scorer: Scorer) -> None:
    encoded = decode_frame(encode_frame(grey))
    assert scorer.assess(encoded).quality == pytest.approx(scorer.assess(grey).quality, abs=0.1)


def test_views_are_written_as_they_look(grey: Image) -> None:
    mirrored = grey[:, ::-1]
    assert encode_frame(mirrored) == encode_frame(mirrored.copy())


def test_what_cannot_be_scored_is_not_written() -> None:
    with pytest.raises(ImageError, match="float32"):
        encode_frame(np.zeros((64, 64), np.float32))
