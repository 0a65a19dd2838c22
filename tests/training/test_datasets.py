"""Reading folders of frames, strictly."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from flir_iqa.encoding import encode_frame
from training.datasets import load_frame_set, read_frame, split_by_group, to_colour, to_grey
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


def test_sixteen_bit_pictures_are_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "counts.png"
    cv2.imwrite(str(path), np.zeros((64, 64), np.uint16))
    with pytest.raises(DatasetError, match=r"counts\.png.*uint16"):
        read_frame(path)


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="found none that can be read"):
        load_frame_set(tmp_path)


def test_a_folder_of_damaged_pictures_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"")
    with pytest.raises(DatasetError, match=r"x\.jpg.*0 bytes"):
        load_frame_set(tmp_path)


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="expected a folder of pictures"):
        load_frame_set(tmp_path / "nowhere")


def test_grey_and_colour_convert_into_each_other(scene: Frame) -> None:
    assert np.array_equal(to_grey(to_colour(scene)), scene)
    assert to_grey(scene) is scene


def test_a_group_is_never_on_both_sides() -> None:
    paths = [Path(f"{flight}_{number}.jpg") for flight in "abcdefgh" for number in range(10)]
    kept, held_out = split_by_group(paths, lambda path: path.name[0], held_out_share=0.25, seed=1)
    assert sorted(kept + held_out) == paths
    assert not {path.name[0] for path in kept} & {path.name[0] for path in held_out}
    assert len(held_out) == 20


def test_a_split_is_repeatable_and_depends_on_the_seed() -> None:
    paths = [Path(f"{group}.jpg") for group in range(40)]
    splits = [split_by_group(paths, lambda path: path.stem, 0.5, seed) for seed in (1, 1, 2)]
    assert splits[0] == splits[1] != splits[2]


@pytest.mark.parametrize(("share", "names"), [(0.0, "ab"), (1.0, "ab"), (0.5, "aa")])
def test_a_split_that_cannot_be_is_refused(share: float, names: str) -> None:
    with pytest.raises(DatasetError, match="at least two groups"):
        split_by_group([Path(name) for name in names], lambda path: path.name, share, seed=0)
