"""`flir-iqa split`, and the lists that it writes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from flir_iqa.encoding import encode_frame
from training.datasets import load_frame_set
from training.datasets.split_command import split
from training.distortions import Frame
from training.errors import DatasetError


@pytest.fixture
def folder(tmp_path: Path, scene: Frame) -> Path:
    """Twenty frames, numbered, of two flights."""
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number // 10}_60_30_0_{number:05}.jpg").write_bytes(encode_frame(scene))
    return folder


def test_both_lists_load_as_sets_and_share_nothing(folder: Path, tmp_path: Path) -> None:
    arguments = [str(folder), "--out", str(tmp_path / "lists"), "--held-out", "0.25", "--block", "5"]
    result = CliRunner().invoke(split, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    kept, held_out = (load_frame_set(tmp_path / "lists" / f"frames-{side}.txt") for side in ("kept", "held-out"))
    assert (len(kept.frames), len(held_out.frames)) == (15, 5)
    assert not {path.name for path in kept.paths} & {path.name for path in held_out.paths}
    assert "5 pictures" in result.stdout


def test_a_list_splits_again_by_flight(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "all.txt").write_text("".join(f"frames/{path.name}\n" for path in sorted(folder.iterdir())))
    arguments = [str(tmp_path / "all.txt"), "--out", str(tmp_path), "--held-out", "0.5", "--by", "flight"]
    assert CliRunner().invoke(split, arguments, catch_exceptions=False).exit_code == 0
    assert len({path.name[0] for path in load_frame_set(tmp_path / "all-held-out.txt").paths}) == 1


def test_names_without_a_video_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="to group by video"):
        CliRunner().invoke(split, [str(folder), "--out", str(tmp_path), "--by", "video"], catch_exceptions=False)


def test_help_shows_examples() -> None:
    output = CliRunner().invoke(split, ["--help"]).output
    assert "Examples:" in output
    assert "flir-iqa split" in output
