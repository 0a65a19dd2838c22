"""One picture file to a frame: 8 and 16 bits, and everything that is no whole picture."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from flir_iqa.errors import FlirIqaError
from training.datasets import read_frame
from training.datasets.counts import counts_to_frame
from training.datasets.picture import decode_picture
from training.distortions import Frame
from training.errors import DatasetError


@pytest.mark.parametrize("suffix", [".png", ".tif", ".bmp"])
def test_a_picture_comes_back_as_it_was_written(tmp_path: Path, scene: Frame, suffix: str) -> None:
    cv2.imwrite(str(tmp_path / f"scene{suffix}"), scene)
    assert np.array_equal(read_frame(tmp_path / f"scene{suffix}"), scene)


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_radiometric_counts_pass_through_gain_control(tmp_path: Path, scene: Frame, suffix: str) -> None:
    counts = scene.astype(np.uint16) * 10 + 7000
    cv2.imwrite(str(tmp_path / f"counts{suffix}"), counts)
    frame = read_frame(tmp_path / f"counts{suffix}")
    assert frame.dtype == np.uint8
    assert np.array_equal(frame, counts_to_frame(counts))
    assert np.corrcoef(frame.ravel(), scene.ravel())[0, 1] > 0.99


def test_gain_control_spreads_all_but_the_tails(rng: np.random.Generator) -> None:
    frame = counts_to_frame(rng.integers(5000, 9000, (200, 200), dtype=np.uint16))
    assert 0.004 < np.mean(frame == 0) < 0.01
    assert 0.004 < np.mean(frame == 255) < 0.01


def test_gain_control_of_constant_counts_is_mid_grey() -> None:
    assert (counts_to_frame(np.full((40, 40), 31000, np.uint16)) == 128).all()


def test_colour_of_sixteen_bits_is_refused_with_the_remedy(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "deep.png"), np.zeros((64, 64, 3), np.uint16))
    with pytest.raises(DatasetError, match=r"deep\.png.*uint16"):
        read_frame(tmp_path / "deep.png")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".bmp"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.95])
def test_a_picture_that_is_cut_off_is_refused(scene: Frame, suffix: str, share: float) -> None:
    data = cv2.imencode(suffix, scene)[1].tobytes()
    with pytest.raises(FlirIqaError, match="expected a"):
        decode_picture(data[: int(len(data) * share)])


@pytest.mark.parametrize("data", [b"text", b"\x00" * 500, b"\x89PNG\r\n\x1a\n" + b"\xff" * 100, b"GIF89a"])
def test_bytes_that_are_no_picture_are_refused(data: bytes) -> None:
    with pytest.raises(FlirIqaError, match=r"expected (a whole JPEG, PNG, TIFF, BMP, WebP or PNM|at most \d+ pixels)"):
        decode_picture(data)


@pytest.mark.parametrize("size", [(16, 200), (1, 1)])
def test_a_picture_that_is_too_small_is_refused(size: tuple[int, int]) -> None:
    data = cv2.imencode(".png", np.zeros(size, np.uint8))[1].tobytes()
    with pytest.raises(FlirIqaError, match="at least 32 x 32"):
        decode_picture(data)
