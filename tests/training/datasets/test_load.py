"""Sets from folders, FLIR ADAS v2 and lists; what is damaged is skipped by name."""

import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest

from flir_iqa.encoding import encode_frame
from training.datasets import frame_set, load_frame_set, to_colour, to_grey
from training.datasets.encoded import EncodedFrames
from training.distortions import Frame
from training.errors import DatasetError


@pytest.fixture
def folder(tmp_path: Path, scene: Frame, colour_scene: Frame) -> Path:
    """A folder with a JPEG, two PNGs, a damaged JPEG, a damaged PNG and a text file."""
    jpeg = encode_frame(scene)
    (tmp_path / "a.jpg").write_bytes(jpeg)
    (tmp_path / "b.JPEG").write_bytes(jpeg[: len(jpeg) // 2])
    cv2.imwrite(str(tmp_path / "c.png"), scene)
    cv2.imwrite(str(tmp_path / "d.png"), colour_scene)
    (tmp_path / "e.png").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("no picture either")
    return tmp_path


def test_pictures_are_read_in_the_order_of_their_names(folder: Path) -> None:
    frames = load_frame_set(folder)
    assert [path.name for path in frames.paths] == ["a.jpg", "c.png", "d.png"]
    assert [frame.shape for frame in frames.frames] == [(120, 160), (120, 160), (120, 160, 3)]
    assert frames.name == folder.name


def test_damaged_pictures_are_skipped_by_name(folder: Path) -> None:
    skipped = load_frame_set(folder).skipped
    assert [each.path.name for each in skipped] == ["b.JPEG", "e.png"]
    assert all(each.path.name in each.reason for each in skipped)


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="found none that can be read"):
        load_frame_set(tmp_path)


def test_a_folder_of_damaged_pictures_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"")
    with pytest.raises(DatasetError, match=r"x\.jpg.*0 bytes"):
        load_frame_set(tmp_path)


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"expected a folder of pictures.*nowhere.*does not exist"):
        load_frame_set(tmp_path / "nowhere")


def test_a_file_that_is_no_set_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("no frames")
    with pytest.raises(DatasetError, match="a file that is none of them"):
        load_frame_set(tmp_path / "notes.md")


def test_a_folder_that_is_named_as_a_picture_is_skipped_by_name(folder: Path) -> None:
    (folder / "f.jpg").mkdir()
    assert "f.jpg" in load_frame_set(folder).skipped[-1].reason


def test_a_part_of_adas_is_read_from_its_data_folder(tmp_path: Path, scene: Frame) -> None:
    part = tmp_path / "images_thermal_train"
    (part / "data").mkdir(parents=True)
    (part / "coco.json").write_text("{}")
    name = "video-24ysbPEGoEKKDvRt6-frame-000000-4C4FHWxwNaMyohLZt.jpg"
    (part / "data" / name).write_bytes(encode_frame(scene))
    frames = load_frame_set(part)
    assert frames.name == "images_thermal_train"
    assert frames.paths == (part / "data" / name,)


def test_the_whole_of_adas_names_its_thermal_parts(tmp_path: Path) -> None:
    for part in ("images_rgb_train", "images_thermal_train", "video_thermal_test"):
        (tmp_path / part / "data").mkdir(parents=True)
        (tmp_path / part / "coco.json").write_text("{}")
    with pytest.raises(DatasetError, match=r"FLIR ADAS v2.*images_thermal_train .*video_thermal_test'?$") as raised:
        load_frame_set(tmp_path)
    assert "rgb" not in str(raised.value)


def test_a_list_names_pictures_relative_to_itself(folder: Path) -> None:
    (folder / "lists").mkdir()
    some = folder / "lists" / "some.txt"
    some.write_text(f"# two of them\n../c.png\n\n{folder / 'a.jpg'}\n../nowhere.png\n")
    frames = load_frame_set(some)
    assert frames.name == "some"
    assert [path.name for path in frames.paths] == ["c.png", "a.jpg"]
    assert "nowhere.png" in frames.skipped[0].reason


def test_grey_frames_of_a_small_set_are_decoded_once(folder: Path, scene: Frame) -> None:
    grey = load_frame_set(folder).in_grey()
    assert [frame.shape for frame in grey.frames] == [scene.shape] * 3
    assert grey.frames[1] is grey.frames[1]
    assert np.array_equal(grey.frames[1], scene)


def test_grey_frames_of_a_large_set_stay_encoded(folder: Path, scene: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_set, "DECODED_MAX_BYTES", 100)
    grey = load_frame_set(folder).in_grey()
    assert isinstance(grey.frames, EncodedFrames)
    assert [frame.shape for frame in grey.frames] == [scene.shape] * 3
    assert grey.frames[1] is not grey.frames[1]


def test_encoded_frames_pickle_as_their_files(folder: Path) -> None:
    frames = load_frame_set(folder).frames
    again = pickle.loads(pickle.dumps(frames))  # noqa: S301 - our own bytes
    assert np.array_equal(again[2], frames[2])
    assert len(again[:2]) == 2


def test_grey_and_colour_convert_into_each_other(scene: Frame) -> None:
    assert np.array_equal(to_grey(to_colour(scene)), scene)
    assert to_grey(scene) is scene
