"""`flir-iqa distortions`, from a picture to a sheet."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from training.distortion_sheet.command import distortions
from training.distortion_sheet.rows import NAMES
from training.distortions import Frame
from training.errors import DatasetError

LINES = ["--kind", "line_noise", "--kind", "interlace_combing", "--kind", "flicker"]


@pytest.fixture
def picture(tmp_path: Path, scene: Frame) -> Path:
    """A frame as a file."""
    cv2.imwrite(str(tmp_path / "frame.png"), scene)
    return tmp_path / "frame.png"


def _draw(*arguments: str) -> Frame:
    out = Path(arguments[arguments.index("--out") + 1])
    result = CliRunner().invoke(distortions, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(out)
    return np.asarray(cv2.imread(str(out)), np.uint8)


def test_draws_a_row_a_kind_and_a_column_a_severity(picture: Path, tmp_path: Path) -> None:
    arguments = ["--picture", str(picture), *LINES]
    three = _draw("--out", str(tmp_path / "three.png"), *arguments)
    one = _draw("--out", str(tmp_path / "one.png"), *arguments[:4], "--severities", "0.5,1")
    assert three.shape[0] > 2 * one.shape[0]
    assert three.shape[1] > one.shape[1]


def test_the_same_seed_draws_the_same_sheet(picture: Path, tmp_path: Path) -> None:
    arguments = ["--picture", str(picture), *LINES]
    sheets = [
        _draw("--out", str(tmp_path / f"{place}.png"), *arguments, "--seed", seed)
        for place, seed in enumerate(("1", "1", "2"))
    ]
    assert np.array_equal(sheets[0], sheets[1])
    assert not np.array_equal(sheets[0], sheets[2])


def test_writes_scores_under_the_tiles(picture: Path, tmp_path: Path) -> None:
    arguments = ["--picture", str(picture), "--kind", "lens_blur", "--severities", "1"]
    bare = _draw("--out", str(tmp_path / "bare.png"), *arguments)
    scored = _draw("--out", str(tmp_path / "scored.png"), *arguments, "--scores")
    assert not np.array_equal(bare, scored)


def test_draws_everything_of_the_sample_without_further_options(tmp_path: Path) -> None:
    sheet = _draw("--out", str(tmp_path / "all.jpg"))
    assert sheet.shape[0] > 200 * len(NAMES)


@pytest.mark.parametrize("severities", ["", "much", "0.5,1.5", "nan", "0.5;1", ",".join(["0.5"] * 13)])
def test_severities_that_are_none_are_refused(severities: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(distortions, ["--out", str(tmp_path / "x.png"), "--severities", severities])
    assert result.exit_code == 2
    assert "numbers of 0 to 1" in result.output.replace("\n", " ")


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.jpg").write_text("no picture")
    with pytest.raises(DatasetError, match=r"cannot read .*notes\.jpg"):
        CliRunner().invoke(
            distortions,
            ["--out", str(tmp_path / "x.png"), "--picture", str(tmp_path / "notes.jpg")],
            catch_exceptions=False,
        )


@pytest.mark.parametrize("out", ["sheet.gif", "sheet", "nowhere/sheet.png"])
def test_a_sheet_that_cannot_be_written_is_one_clear_line(out: str, picture: Path, tmp_path: Path) -> None:
    arguments = ["--out", str(tmp_path / out), "--picture", str(picture), "--kind", "crop"]
    result = CliRunner().invoke(distortions, arguments)
    assert result.exit_code in {1, 2}
    assert "sheet" in result.output


def test_help_shows_examples() -> None:
    output = CliRunner().invoke(distortions, ["--help"]).output
    assert "Examples:" in output
    assert "flir-iqa distortions" in output


def test_the_command_needs_no_torch() -> None:
    code = "import sys, training.distortion_sheet.command; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
