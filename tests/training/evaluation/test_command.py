"""`flir-iqa evaluate`, from a model file and folders to figures."""

import hashlib
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from click.testing import CliRunner, Result

from flir_iqa.kinds import NONE
from flir_iqa.model_file import SHIPPED_MODEL
from training.checkpoint import TrainedNetwork, save_network
from training.distortions import TRAINED_KINDS
from training.errors import DatasetError
from training.evaluation.command import evaluate
from training.network import Lite

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that has learned nothing."""
    path = tmp_path_factory.mktemp("run") / "best.pt"
    torch.manual_seed(0)
    save_network(path, TrainedNetwork(Lite(len(TRAINED_KINDS)).eval(), TRAINED_KINDS, "nothing"))
    return path


def run(*arguments: str | Path) -> Result:
    """Run the command; an error is raised here."""
    return CliRunner().invoke(evaluate, [str(each) for each in arguments], catch_exceptions=False)


def read(path: Path) -> Any:
    """Read a file of figures."""
    return json.loads(path.read_text())


def test_the_shipped_model_is_evaluated_on_the_samples(tmp_path: Path) -> None:
    result = run(SHIPPED_MODEL, SAMPLES, SAMPLES, "--repeats", "2", "--json", tmp_path / "figures.json")
    assert result.exit_code == 0
    assert "accuracy" in result.stdout
    assert "samples" in result.stdout
    document = read(tmp_path / "figures.json")
    assert document["model"]["name"] == "lite"
    assert document["model"]["sha256"] == hashlib.sha256(SHIPPED_MODEL.read_bytes()).hexdigest()
    assert document["options"] == {"seed": 0, "repeats": 2, "max_frames": None}
    first, second = document["results"]
    assert first == second
    assert first["figures"]["n_scored"] == 24
    assert first["figures"]["accuracy"] >= 0.9


def test_several_protocols_come_one_after_the_other(tmp_path: Path) -> None:
    names = ("every-kind", "pairs", "mild")
    options = [text for name in names for text in ("--protocol", name)]
    run(SHIPPED_MODEL, SAMPLES, *options, "--max-frames", "1", "--json", tmp_path / "figures.json")
    results = read(tmp_path / "figures.json")["results"]
    assert [each["protocol"] for each in results] == list(names)
    assert set(results[0]["figures"]["recall"]) == set(TRAINED_KINDS) - {NONE}


def test_a_checkpoint_is_evaluated_as_it_stands(checkpoint: Path, tmp_path: Path) -> None:
    run(checkpoint, SAMPLES, "--max-frames", "2", "--json", tmp_path / "figures.json")
    document = read(tmp_path / "figures.json")
    assert (document["model"]["name"], document["model"]["version"]) == ("best", "checkpoint")
    assert document["model"]["kinds"] == list(TRAINED_KINDS)
    assert document["results"][0]["figures"]["n_scored"] == 2


def test_help_shows_protocols_and_examples() -> None:
    output = CliRunner().invoke(evaluate, ["--help"]).output
    assert "every-kind" in output
    assert "flir-iqa evaluate" in output


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="nowhere"):
        run(SHIPPED_MODEL, tmp_path / "nowhere")


@pytest.mark.parametrize("option", ["--json", "--report"])
def test_a_file_that_cannot_be_written_is_refused_before_the_work(option: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(evaluate, [str(SHIPPED_MODEL), str(SAMPLES), option, str(tmp_path / "gone" / "x")])
    assert result.exit_code == 2
    assert "a folder that exists" in result.stderr
    assert "accuracy" not in result.stdout


def test_degraded_frames_are_counted(tmp_path: Path) -> None:
    frame = np.asarray(np.random.default_rng(0).integers(0, 255, (64, 64)), np.uint8)
    (tmp_path / "noisy").mkdir()
    (tmp_path / "noisy" / "a.png").write_bytes(encode_png(frame))
    result = run(SHIPPED_MODEL, "--degraded", "gaussian_noise", tmp_path / "noisy")
    assert "gaussian_noise" in result.stdout


def encode_png(frame: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> bytes:
    """Give a frame as a PNG file."""
    return bytes(cv2.imencode(".png", frame)[1])
