"""Folders of pictures as cameras."""

from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
import simplejpeg

from flir_iqa.encoding import encode_frame
from flir_iqa.errors import CameraError
from plumbing.cameras import CameraSettings
from producers.captured import CapturedFrame
from producers.sources.folder import FolderSource
from producers.sources.pulse import Pulse
from tests.producers.films import HEIGHT, WIDTH, grey_picture


def frames_of(
    folder: Path, n_at_most: int | None = None, fps: float = 200, loop: bool | None = None
) -> list[CapturedFrame]:
    """Show a folder and return its frames."""
    source = FolderSource(folder, CameraSettings(url=str(folder), fps=fps, loop=loop))
    return list(islice(source.open(Pulse()).frames(), n_at_most))


def jpeg_of(frame: CapturedFrame) -> bytes:
    """Return a frame's JPEG."""
    assert frame.picture is not None
    return frame.picture.to_jpeg(95)


def test_jpeg_files_go_as_they_are_in_the_order_of_their_names(tmp_path: Path) -> None:
    pictures = [encode_frame(grey_picture(n * 9)) for n in range(3)]
    for name, data in zip(("b.jpg", "c.JPEG", "a.jpg"), pictures, strict=True):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "notes.txt").write_text("no picture")
    frames = frames_of(tmp_path, loop=False)
    assert [jpeg_of(frame) for frame in frames] == [pictures[2], pictures[0], pictures[1]]
    assert {(frame.width, frame.height) for frame in frames} == {(WIDTH, HEIGHT)}


def test_a_folder_loops_unless_it_is_told_not_to(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encode_frame(grey_picture(0)))
    assert len(frames_of(tmp_path, 5)) == 5
    assert len(frames_of(tmp_path, 5, loop=False)) == 1


def test_other_pictures_are_encoded(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), grey_picture(3))
    decoded = simplejpeg.decode_jpeg(jpeg_of(frames_of(tmp_path, 1)[0]), "GRAY")[:, :, 0]
    assert np.abs(decoded.astype(int) - grey_picture(3)).mean() < 3


@pytest.mark.parametrize("data", [b"", b"no picture"])
def test_a_picture_that_does_not_decode_is_a_corrupt_frame(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.png").write_bytes(data)
    assert frames_of(tmp_path, 1)[0].picture is None


def test_a_broken_jpeg_goes_as_it_is_and_is_refused_where_it_is_scored(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    frame = frames_of(tmp_path, 1)[0]
    assert (jpeg_of(frame), frame.width) == (b"no picture", None)


def test_a_folder_without_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"expected pictures .* found none"):
        frames_of(tmp_path)
    with pytest.raises(CameraError, match="No such file"):
        frames_of(tmp_path / "gone")


def test_pictures_are_shown_at_the_wanted_rate(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encode_frame(grey_picture(0)))
    frames = frames_of(tmp_path, 6, fps=20)
    assert (frames[-1].captured_at - frames[0].captured_at).total_seconds() >= 0.24
