"""Frames of video files."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from training.datasets import load_frame_set
from training.errors import DatasetError
from training.synthetic_scene import draw_scene


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film of 60 grey frames, each of another brightness."""
    scene = draw_scene(120, 160, np.random.default_rng(0)) // 4
    path = tmp_path / "gate.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (160, 120))
    for number in range(60):
        writer.write(cv2.cvtColor(scene + np.uint8(3 * number), cv2.COLOR_GRAY2BGR))
    writer.release()
    return path


def test_every_so_manieth_frame_is_read(film: Path) -> None:
    frames = load_frame_set(film, video_step=20)
    assert frames.name == "gate"
    assert [path.name for path in frames.paths] == ["frame-000000", "frame-000020", "frame-000040"]
    assert {path.parent for path in frames.paths} == {film}
    levels = [frame.mean() for frame in frames.frames]
    assert np.diff(levels) == pytest.approx([60, 60], abs=3)


def test_a_film_is_read_once_a_second_by_default(film: Path) -> None:
    assert len(load_frame_set(film).frames) == 3


def test_frames_before_a_break_count_and_the_break_is_named(film: Path) -> None:
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    frames = load_frame_set(film, video_step=10)
    assert 1 <= len(frames.frames) < 6
    assert "gate.avi" in frames.skipped[0].reason


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: b"no film", lambda data: data[:200]])
def test_a_broken_film_is_refused_by_name(film: Path, damage: Callable[[bytes], bytes]) -> None:
    film.write_bytes(damage(film.read_bytes()))
    with pytest.raises(DatasetError, match=r"gate\.avi"):
        load_frame_set(film)


def test_a_missing_film_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"nowhere\.mp4.*No such file"):
        load_frame_set(tmp_path / "nowhere.mp4")


def test_a_step_below_one_is_refused(film: Path) -> None:
    with pytest.raises(DatasetError, match="got 0"):
        load_frame_set(film, video_step=0)
