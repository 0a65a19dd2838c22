"""`flir-iqa compare` as a user calls it, within this process."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from flir_iqa.cli import flir_iqa
from flir_iqa.drift.report import NothingComparedError
from flir_iqa.errors import ModelError
from flir_iqa.scoring_cli.picture_file import PictureFileError
from tests.flir_iqa.conftest import SAMPLES
from tests.flir_iqa.model_files import make_model

Compare = Callable[..., Result]


@pytest.fixture
def compare() -> Compare:
    """Call `flir-iqa compare` with these arguments, on one thread."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(flir_iqa, ["compare", "--threads", "1", *map(str, arguments)])

    return call


@pytest.fixture
def models(tmp_path: Path) -> tuple[Path, Path]:
    """Two models: the quality of the first is a frame's mean brightness, that of the second always 1."""
    bright = make_model(tmp_path / "bright.onnx")
    return bright, make_model(tmp_path / "sure.onnx", quality="Max", changes={"name": "sure"})


def write_frames(folder: Path, levels: list[int]) -> Path:
    """Write one constant frame a level."""
    folder.mkdir(parents=True)
    for level in levels:
        cv2.imwrite(str(folder / f"{level}.png"), np.full((40, 48), level, np.uint8))
    return folder


@pytest.fixture
def cameras(tmp_path: Path) -> tuple[Path, Path]:
    """Two cameras: one with a dark frame, one bright."""
    return write_frames(tmp_path / "gate", [51, 204]), write_frames(tmp_path / "kiln", [229, 230, 231])


def test_the_drift_can_be_drawn(
    compare: Compare, models: tuple[Path, Path], cameras: tuple[Path, Path], tmp_path: Path
) -> None:
    pictures = []
    for name, pair in (("drift.png", models), ("none.png", (models[1], models[1]))):
        result = compare(*pair, "--frames", *cameras, "--figure", tmp_path / name)
        assert result.exit_code == 0, result.output
        picture = cv2.imread(str(tmp_path / name))
        assert picture is not None
        pictures.append(picture)
    assert pictures[0].shape == pictures[1].shape
    assert not np.array_equal(pictures[0], pictures[1])


def test_a_figure_that_is_no_picture_is_refused_before_the_work(
    compare: Compare, models: tuple[Path, Path], cameras: tuple[Path, Path], tmp_path: Path
) -> None:
    result = compare(*models, "--frames", *cameras, "--figure", tmp_path / "drift.docx")
    assert isinstance(result.exception, PictureFileError)
    assert "drift.docx" in str(result.exception)


def test_a_model_does_not_drift_from_itself(compare: Compare) -> None:
    model = SAMPLES.parent / "flir_iqa" / "models" / "lite.onnx"
    result = compare(model, model, "--frames", SAMPLES, "--max-flips", 0, "--max-mean-difference", 0)
    assert result.exit_code == 0, result.output
    assert "samples" in result.stdout
    assert "within the limits" in result.stdout


def test_cameras_flips_and_the_verdict_are_shown(
    compare: Compare, models: tuple[Path, Path], cameras: tuple[Path, Path]
) -> None:
    result = compare(*models, "--frames", *cameras, "--max-flips", 0)
    assert result.exit_code == 3
    assert "frames that flip over 0.5: 1" in result.stdout
    assert "0.200 -> 1.000  underexposure -> none" in result.stdout
    assert "beyond the limits: expected at most 0 frames to flip, got 1" in result.stdout
    for name in ("gate", "kiln", "all", "tiny 7", "sure 7"):
        assert name in result.stdout


def test_the_json_has_each_camera_and_frame(
    compare: Compare, models: tuple[Path, Path], cameras: tuple[Path, Path]
) -> None:
    result = compare(*models, "--json", "--frames", cameras[0], "--frames", cameras[1])
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {name: summary["n_frames"] for name, summary in report["cameras"].items()} == {"gate": 2, "kiln": 3}
    assert report["cameras"]["gate"]["max_absolute_difference"] == pytest.approx(0.8, abs=1e-6)
    assert [flip["frame"] for flip in report["flips"]] == [str(cameras[0] / "51.png")]


def test_folders_below_a_folder_are_cameras_of_their_own(
    compare: Compare, models: tuple[Path, Path], cameras: tuple[Path, Path], tmp_path: Path
) -> None:
    report = json.loads(compare(*models, "--json", "--frames", tmp_path).stdout)
    assert list(report["cameras"]) == [f"{tmp_path.name}/gate", f"{tmp_path.name}/kiln"]


def test_frames_that_cannot_be_read_are_named_and_counted(
    compare: Compare, models: tuple[Path, Path], cameras: tuple[Path, Path]
) -> None:
    (cameras[0] / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    shutil.copy(cameras[0] / "51.png", cameras[0] / "lies.jpg")
    (cameras[0] / "empty.png").touch()
    result = compare(*models, "--frames", *cameras)
    assert result.exit_code == 0
    assert "broken.jpg" in result.stderr
    assert "empty.png" in result.stderr
    assert "could not be read: 2" in result.stdout


def test_nothing_that_can_be_read_is_an_error(compare: Compare, models: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = compare(*models, "--frames", tmp_path / "empty")
    assert isinstance(result.exception, NothingComparedError)


def test_a_file_that_is_no_model_is_named(compare: Compare, models: tuple[Path, Path], tmp_path: Path) -> None:
    result = compare(models[0], tmp_path / "gone.onnx", "--frames", SAMPLES)
    assert isinstance(result.exception, ModelError)
    assert "gone.onnx" in str(result.exception)


def test_frames_have_to_be_given(compare: Compare, models: tuple[Path, Path]) -> None:
    result = compare(*models)
    assert result.exit_code == 2
    assert "--frames" in result.stderr


def test_a_hostile_name_does_not_reach_the_terminal(
    compare: Compare, models: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = write_frames(tmp_path / "gate\x1b[31m", [51])
    result = compare(*models, "--frames", folder)
    assert "\x1b" not in result.output
