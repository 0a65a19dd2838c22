"""A short real run of the recipe: it learns, it resumes after a kill, and what it makes can be used."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from training.cli import train
from training.datasets import FrameSet
from training.errors import CheckpointError, TrainingError
from training.fliqe.checkpoint import load_fliqe
from training.fliqe.network import Fliqe
from training.fliqe.progress import Advance
from training.fliqe.settings import FliqeSettings
from training.fliqe.train import FliqeRun
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration

SHORT = FliqeSettings(
    samples=24,
    validation_samples=6,
    encoder_batch_size=6,
    projection_steps=8,
    head_steps=6,
    head_batch_size=16,
    look_every=2,
)


@pytest.fixture(scope="module")
def scenes() -> FrameSet:
    """Two small clean frames."""
    frames = tuple(draw_scene(64, 80, np.random.default_rng(seed)) for seed in range(2))
    return FrameSet("scenes", (Path("0.png"), Path("1.png")), frames)


def run_of(scenes: FrameSet, folder: Path, settings: FliqeSettings = SHORT) -> FliqeRun:
    return FliqeRun([scenes], [scenes], settings, folder, encoder="random", seed=0)


class KilledError(Exception):
    """Stands for a kill: nothing in the run catches it."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def finished(scenes: FrameSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that went through."""
    folder = tmp_path_factory.mktemp("runs") / "fliqe"
    run_of(scenes, folder).run(lambda _advance: None)
    return folder


def test_the_contrastive_loss_falls_and_both_logs_are_written(finished: Path) -> None:
    projection, head = rows_of(finished / "log-projection.csv"), rows_of(finished / "log-head.csv")
    assert [row["step"] for row in projection] == ["2", "4", "6", "8"]
    assert [row["step"] for row in head] == ["2", "4", "6"]
    assert float(projection[-1]["loss"]) < 0.9 * float(projection[0]["loss"])
    assert 0 <= float(head[-1]["validation_accuracy"]) <= 1


def test_the_best_network_has_the_ancestors_keys_and_says_what_it_saw(finished: Path) -> None:
    trained = load_fliqe(finished / "best.pt")
    assert isinstance(trained.network, Fliqe)
    assert trained.training_data == "scenes (2 frames)"
    content = torch.load(finished / "best.pt", weights_only=True)
    assert content["state_dict"].keys() == Fliqe().state_dict().keys()


@pytest.mark.parametrize("part", ["features of samples", "projection head", "binary head"])
def test_a_killed_run_resumes_and_ends_as_if_nothing_had_happened(
    part: str, scenes: FrameSet, finished: Path, tmp_path: Path
) -> None:
    def die(advance: Advance) -> None:
        if advance.part == part and advance.done >= 5:
            raise KilledError

    with pytest.raises(KilledError):
        run_of(scenes, tmp_path).run(die)
    run_of(scenes, tmp_path).run(lambda _advance: None, resume=True)
    resumed, straight = (load_fliqe(folder / "best.pt").network.state_dict() for folder in (tmp_path, finished))
    assert all(torch.allclose(resumed[name].float(), straight[name].float(), atol=1e-4) for name in straight)
    for name in ("log-projection.csv", "log-head.csv"):
        assert [row["step"] for row in rows_of(tmp_path / name)] == [row["step"] for row in rows_of(finished / name)]


def test_a_folder_with_a_run_is_not_overwritten(scenes: FrameSet, finished: Path) -> None:
    with pytest.raises(TrainingError, match=r"expected no last\.pt in .*; resume it or choose another folder"):
        run_of(scenes, finished).run(lambda _advance: None)


def test_a_run_resumes_only_with_its_own_settings(scenes: FrameSet, finished: Path) -> None:
    other = SHORT.model_copy(update={"temperature": 0.5})
    with pytest.raises(CheckpointError, match="run with other settings"):
        run_of(scenes, finished, other).run(lambda _advance: None, resume=True)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--recipe", "fliqe"], "give their file by --encoder"),
        (["--encoder", "x.pth", "--samples", "3"], "--samples, --encoder: not of the recipe 'lite'"),
        (["--recipe", "fliqe", "--encoder", "random", "--steps", "3"], "--steps: not of the recipe 'fliqe'"),
        (
            ["--recipe", "fliqe", "--encoder", "random", "--start-from", "x.pt"],
            "--start-from: not of the recipe 'fliqe'",
        ),
    ],
)
def test_the_command_refuses_options_of_the_other_recipe(arguments: list[str], text: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(train, [str(tmp_path), "--out", str(tmp_path / "run"), *arguments])
    assert result.exit_code == 2
    assert text in " ".join(result.stderr.split())
