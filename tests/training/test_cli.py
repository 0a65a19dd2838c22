"""`flir-iqa train` and `flir-iqa evaluate`, from folders of files to figures."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from flir_iqa.errors import SettingsError
from model_export.export import export_checkpoint
from training.cli import evaluate, train
from training.errors import DatasetError
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three frames and a damaged one."""
    folder = tmp_path_factory.mktemp("gate")
    for seed in range(3):
        cv2.imwrite(str(folder / f"{seed}.png"), draw_scene(120, 160, np.random.default_rng(seed)))
    (folder / "damaged.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


@pytest.fixture(scope="module")
def best(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that `flir-iqa train` made in two steps."""
    out = tmp_path_factory.mktemp("runs") / "tiny"
    arguments = [str(folder), "--out", str(out), "--validation", str(folder), "--workers", "0"]
    small = ["--steps", "2", "--batch-size", "4", "--n-statistics-batches", "1"]
    result = CliRunner().invoke(train, [*arguments, *small], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(out / "best.pt")
    assert "damaged.jpg" in result.stderr.replace("\n", "")
    return out / "best.pt"


def test_evaluate_gives_figures_for_each_folder(best: Path, folder: Path, tmp_path: Path) -> None:
    arguments = [str(best), str(folder), str(folder), "--repeats", "2", "--json", str(tmp_path / "figures.json")]
    result = CliRunner().invoke(evaluate, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert [each["n_scored"] for each in figures] == [6, 6]
    assert figures[0] == figures[1]
    assert folder.name in result.stdout
    assert "accuracy" in result.stdout


def test_a_checkpoint_and_its_export_evaluate_alike(best: Path, folder: Path, tmp_path: Path) -> None:
    exported = tmp_path / "tiny.onnx"
    export_checkpoint(best, exported, name="tiny", version="1", licence="MIT")
    figures = []
    for model in (best, exported):
        path = tmp_path / f"{model.suffix[1:]}.json"
        CliRunner().invoke(evaluate, [str(model), str(folder), "--json", str(path)], catch_exceptions=False)
        figures.append(json.loads(path.read_text())[0])
    assert figures[0]["accuracy"] == figures[1]["accuracy"]
    assert figures[0]["log_loss"] == pytest.approx(figures[1]["log_loss"], abs=0.01)


def test_help_shows_examples() -> None:
    for command in (train, evaluate):
        output = CliRunner().invoke(command, ["--help"]).output
        assert "Examples:" in output
        assert f"flir-iqa {command.name}" in output


def test_a_setting_out_of_range_is_refused_with_its_origin(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="option --steps"):
        CliRunner().invoke(train, [str(folder), "--out", str(tmp_path), "--steps", "0"], catch_exceptions=False)


def test_a_folder_that_is_none_is_refused(best: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="nowhere"):
        CliRunner().invoke(evaluate, [str(best), str(tmp_path / "nowhere")], catch_exceptions=False)
