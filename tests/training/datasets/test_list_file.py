"""Lists of pictures, good and bad."""

from pathlib import Path

import pytest

from training.datasets.list_file import read_list, write_list
from training.errors import DatasetError


def test_a_list_comes_back_as_it_was_written(tmp_path: Path) -> None:
    pictures = [tmp_path / "frames" / "a.jpg", tmp_path / "frames" / "with space.png"]
    write_list(tmp_path / "lists" / "kept.txt", pictures, "a comment")
    assert [path.resolve() for path in read_list(tmp_path / "lists" / "kept.txt")] == pictures
    assert (tmp_path / "lists" / "kept.txt").read_text().splitlines()[:2] == ["# a comment", "../frames/a.jpg"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n"])
def test_a_list_that_names_nothing_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "none.txt").write_bytes(data)
    with pytest.raises(DatasetError, match=r"none\.txt.*name nothing"):
        read_list(tmp_path / "none.txt")


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01", b"a\x00b.jpg\n"])
def test_a_list_that_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "binary.txt").write_bytes(data)
    with pytest.raises(DatasetError, match=r"expected .*one path a line.*binary\.txt"):
        read_list(tmp_path / "binary.txt")


def test_a_list_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="No such file"):
        read_list(tmp_path / "missing.txt")


def test_a_list_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="cannot write the list"):
        write_list(tmp_path / "file" / "kept.txt", [], "")
