"""A short real training run: it learns, it resumes, and it refuses what cannot be."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch

from training.checkpoint import load_network, read_checkpoint
from training.datasets import FrameSet
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError, TrainingError
from training.network import LiteShape, StageShape
from training.settings import TrainingSettings
from training.synthetic_scene import draw_scene
from training.train import TrainingRun
from training.training_log import LogRow

pytestmark = pytest.mark.integration

SMALL = LiteShape(stem_channels=16, stages=(StageShape(channels=24, n_blocks=1), StageShape(channels=32, n_blocks=1)))


def short(steps: int = 30) -> TrainingSettings:
    """A run of seconds."""
    return TrainingSettings(
        steps=steps,
        batch_size=16,
        warmup_steps=3,
        evaluate_every=10,
        checkpoint_every=5,
        n_statistics_batches=2,
        averaging_decay=0.8,
        shape=SMALL,
    )


@pytest.fixture(scope="module")
def scenes() -> FrameSet:
    """Four clean frames."""
    frames = tuple(draw_scene(180, 240, np.random.default_rng(seed)) for seed in range(4))
    return FrameSet("scenes", tuple(Path(f"{index}.png") for index in range(4)), frames)


class KilledError(Exception):
    """Stands for a kill: nothing in the run catches it."""


def die_at_20(row: LogRow) -> None:
    """End the run from outside, right after the evaluation at step 20."""
    if row.step >= 20:
        raise KilledError


def rows_of(folder: Path) -> list[dict[str, str]]:
    """Read the log."""
    with (folder / "log.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """Weights of a network file."""
    return dict(load_network(path).network.state_dict())


@pytest.fixture(scope="module")
def finished(scenes: FrameSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that went through."""
    folder = tmp_path_factory.mktemp("runs") / "finished"
    TrainingRun([scenes], [scenes], short(), folder).run(lambda _row: None)
    return folder


def test_loss_falls(scenes: FrameSet, tmp_path: Path) -> None:
    losses: list[float] = []
    TrainingRun([scenes], [], short(steps=60), tmp_path).run(lambda row: losses.append(row.loss))
    assert losses[-1] < 0.9 * losses[0]


def test_the_log_says_what_was_seen_and_how_it_was_judged(finished: Path) -> None:
    rows = rows_of(finished)
    assert [row["step"] for row in rows] == ["10", "20", "30"]
    assert rows[-1]["frames_seen"] == "480"
    assert 0 <= float(rows[-1]["validation_accuracy"]) <= 1


def test_the_best_network_is_kept_with_what_is_needed_to_use_it(finished: Path) -> None:
    trained = load_network(finished / "best.pt")
    assert trained.kinds == TRAINED_KINDS
    assert trained.training_data == "scenes (4 frames)"
    assert trained.network.shape == SMALL


def test_a_killed_run_resumes_and_ends_as_if_nothing_had_happened(
    scenes: FrameSet, finished: Path, tmp_path: Path
) -> None:
    with pytest.raises(KilledError):
        TrainingRun([scenes], [scenes], short(), tmp_path).run(die_at_20)
    assert read_checkpoint(tmp_path / "last.pt")["learner"]["step"] == 15
    TrainingRun([scenes], [scenes], short(), tmp_path).run(lambda _row: None, resume=True)
    resumed, straight = weights_of(tmp_path / "best.pt"), weights_of(finished / "best.pt")
    assert all(torch.allclose(resumed[name], straight[name], atol=1e-3) for name in straight)
    assert [row["step"] for row in rows_of(tmp_path)] == ["10", "20", "30"]


def test_without_validation_the_newest_network_is_kept(scenes: FrameSet, tmp_path: Path) -> None:
    best = TrainingRun([scenes], [], short(steps=2), tmp_path).run(lambda _row: None)
    assert best.exists()
    assert rows_of(tmp_path)[-1]["validation_accuracy"] == ""


def test_a_folder_with_a_run_is_not_overwritten(scenes: FrameSet, finished: Path) -> None:
    with pytest.raises(TrainingError, match=r"expected no last\.pt in .*; resume it or choose another folder"):
        TrainingRun([scenes], [], short(), finished).run(lambda _row: None)


def test_nothing_to_resume_is_said(scenes: FrameSet, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"expected a last\.pt in .*; start without resuming"):
        TrainingRun([scenes], [], short(), tmp_path).run(lambda _row: None, resume=True)


def test_a_run_resumes_only_with_its_own_settings(scenes: FrameSet, finished: Path) -> None:
    other = short().model_copy(update={"seed": 5})
    with pytest.raises(CheckpointError, match="run with other settings"):
        TrainingRun([scenes], [scenes], other, finished).run(lambda _row: None, resume=True)


def test_a_resumed_run_may_be_lengthened(scenes: FrameSet, tmp_path: Path) -> None:
    TrainingRun([scenes], [], short(steps=2), tmp_path).run(lambda _row: None)
    TrainingRun([scenes], [], short(steps=4), tmp_path).run(lambda _row: None, resume=True)
    assert rows_of(tmp_path)[-1]["step"] == "4"


def test_a_run_that_is_done_has_nothing_to_resume(scenes: FrameSet, finished: Path) -> None:
    with pytest.raises(TrainingError, match="more than the 30 steps that are done, got 30"):
        TrainingRun([scenes], [scenes], short(), finished).run(lambda _row: None, resume=True)
