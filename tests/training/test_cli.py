"""`flir-iqa train`, from folders of files to a network."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from flir_iqa.errors import SettingsError
from training.cli import train
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


def test_train_names_the_best_network_and_the_damaged_picture(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "tiny"
    arguments = [str(folder), "--out", str(out), "--validation", str(folder), "--workers", "0"]
    small = ["--steps", "2", "--batch-size", "4", "--n-statistics-batches", "1"]
    result = CliRunner().invoke(train, [*arguments, *small], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(out / "best.pt")
    assert "damaged.jpg" in result.stderr.replace("\n", "")


def test_help_shows_examples() -> None:
    output = CliRunner().invoke(train, ["--help"]).output
    assert "Examples:" in output
    assert "flir-iqa train" in output


def test_a_setting_out_of_range_is_refused_with_its_origin(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="option --steps"):
        CliRunner().invoke(train, [str(folder), "--out", str(tmp_path), "--steps", "0"], catch_exceptions=False)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="nowhere"):
        arguments = [str(tmp_path / "nowhere"), "--out", str(tmp_path / "run")]
        CliRunner().invoke(train, arguments, catch_exceptions=False)
