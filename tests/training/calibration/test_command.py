"""`flir-iqa calibrate`: by a file, by frames, and what it refuses."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from click.testing import CliRunner, Result

from training.calibration.command import calibrate
from training.checkpoint import TrainedNetwork, load_network, save_network
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError, DatasetError
from training.network import Lite, LiteShape, StageShape
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that knows nothing."""
    torch.manual_seed(0)
    network = Lite(len(TRAINED_KINDS), LiteShape(stem_channels=4, stages=(StageShape(channels=4, n_blocks=1),)))
    path = tmp_path_factory.mktemp("run") / "best.pt"
    save_network(path, TrainedNetwork(network.eval(), TRAINED_KINDS, "scenes (4 frames)"))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A camera of two clean frames."""
    folder = tmp_path_factory.mktemp("gate")
    for seed in range(2):
        cv2.imwrite(str(folder / f"{seed}.png"), draw_scene(96, 128, np.random.default_rng(seed)))
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A calibration in a file."""
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"weights": [0.5, -3, 1.25]}))
    return path


def call(*arguments: object) -> Result:
    """Run the command; what it raises comes through."""
    return CliRunner().invoke(calibrate, [str(each) for each in arguments], catch_exceptions=False)


def test_the_weights_of_a_file_are_set_and_the_network_is_rounded(
    checkpoint: Path, weights: Path, tmp_path: Path
) -> None:
    out = tmp_path / "made" / "calibrated.pt"
    result = call(checkpoint, "--weights", weights, "--out", out)
    assert result.exit_code == 0, result.output
    trained = load_network(out)
    assert trained.network.calibration.tolist() == [0.5, -3.0, 1.25]
    assert trained.training_data == "scenes (4 frames)"
    assert torch.equal(trained.network.embed.weight.half().float(), trained.network.embed.weight)
    assert "rounding moved no quality by more than" in result.stdout
    assert result.stdout.splitlines()[-2:] == [
        "quality = sigmoid(0.5 * odds -3 * severity +1.25)",
        str(out),
    ]


def test_frames_alone_are_fitted_to(checkpoint: Path, folder: Path, tmp_path: Path) -> None:
    result = call(checkpoint, "--frames", folder, "--out", tmp_path / "calibrated.pt")
    odds, severity, _ = load_network(tmp_path / "calibrated.pt").network.calibration.tolist()
    assert odds > 0
    assert severity <= -2
    assert "expected calibration error:" in result.stdout
    assert "not fitted on" not in result.stdout


def test_beside_a_file_frames_only_show_what_it_does(
    checkpoint: Path, weights: Path, folder: Path, tmp_path: Path
) -> None:
    result = call(checkpoint, "--weights", weights, "--frames", folder, "--out", tmp_path / "calibrated.pt")
    assert load_network(tmp_path / "calibrated.pt").network.calibration.tolist() == [0.5, -3.0, 1.25]
    assert "expected calibration error:" in result.stdout


def test_a_calibrated_checkpoint_can_be_calibrated_anew(checkpoint: Path, weights: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.pt", tmp_path / "twice.pt"
    call(checkpoint, "--weights", weights, "--out", once)
    call(once, "--weights", weights, "--out", twice)
    first, second = load_network(once).network.state_dict(), load_network(twice).network.state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_something_to_calibrate_by_is_needed(checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="expected --weights FILE or --frames FOLDER"):
        call(checkpoint, "--out", tmp_path / "calibrated.pt")


def test_a_damaged_checkpoint_is_refused(weights: Path, tmp_path: Path) -> None:
    (tmp_path / "best.pt").write_bytes(b"no checkpoint")
    with pytest.raises(CheckpointError, match=r"best\.pt"):
        call(tmp_path / "best.pt", "--weights", weights, "--out", tmp_path / "calibrated.pt")


def test_help_shows_examples() -> None:
    assert "flir-iqa calibrate runs/lite/best.pt --weights" in call("--help").output
