"""Training of one fold: begun, gone on with, or left as it is because it is done."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from training.checkpoint import load_network, read_checkpoint
from training.datasets import FrameSet
from training.errors import TrainingError
from training.folds.fold import Fold
from training.settings import TrainingSettings
from training.start import training_data_of
from training.train import BEST_FILE, RESUME_FILE, Report, TrainingRun, describe_sets

_LOOKS: Final = frozenset({"evaluate_every", "validation_frames", "checkpoint_every"})
"""Settings that say how often a run stops to look."""


def folder_of(out: Path, fold: Fold) -> Path:
    """Give the folder of a fold's run."""
    return out / f"fold-{fold.name}"


def is_done(out: Path, fold: Fold, settings: TrainingSettings) -> bool:
    """Whether a fold has been trained to its last step, with these sets and these settings.

    Raises:
        CheckpointError: A checkpoint of it is damaged.
    """
    folder = folder_of(out, fold)
    if not (folder / BEST_FILE).exists() or not (folder / RESUME_FILE).exists():
        return False
    content = read_checkpoint(folder / RESUME_FILE)
    found = content.get("settings")
    return (
        _step_of(content) == settings.steps
        and content.get("training_data") == describe_sets(fold.learned)
        and isinstance(found, dict)
        and _lasting(found) == _lasting(settings.model_dump())
    )


def train_fold(
    out: Path,
    fold: Fold,
    validation: Sequence[FrameSet],
    settings: TrainingSettings,
    report: Report,
    *,
    device: str = "cpu",
    n_workers: int = 0,
    start_from: Path | None = None,
) -> None:
    """Train a fold, from where a killed run left off.

    Args:
        out: Folder of the folds.
        fold: What to train.
        validation: Frames by which the best network is chosen.
        settings: Of the run.
        report: Called with each line of the log.
        device: Where to learn.
        n_workers: Processes that make samples.
        start_from: Folder of earlier folds; a new run begins with what the fold of the same name had learned there.

    Raises:
        TrainingError: The fold was trained longer than it is asked to be now.
        CheckpointError: Its folder holds a run of other sets or settings.
    """
    folder = folder_of(out, fold)
    start = None if start_from is None else _check_start(folder_of(start_from, fold) / BEST_FILE, fold)
    run = TrainingRun(fold.learned, validation, settings, folder, device=device, n_workers=n_workers, start_from=start)
    run.run(report, resume=(folder / RESUME_FILE).exists())


def network_file(out: Path, fold: Fold) -> Path:
    """Give the network of a fold that is done, and make sure that it never saw what the fold leaves out.

    Raises:
        TrainingError: It has learned from other sets.
        CheckpointError: It cannot be used.
    """
    path = folder_of(out, fold) / BEST_FILE
    _check_learned(path, load_network(path).training_data, fold, "--out")
    return path


def _check_start(path: Path, fold: Fold) -> Path:
    """Make sure that a fold does not begin with what it leaves out."""
    _check_learned(path, training_data_of(path), fold, "--start-from")
    return path


def _check_learned(path: Path, learned: str, fold: Fold, option: str) -> None:
    expected = describe_sets(fold.learned)
    if learned != expected:
        message = f"expected {str(path)!r} to have learned from {expected}, got {learned}; choose another {option}"
        raise TrainingError(message)


def _step_of(content: dict[str, Any]) -> object:
    learner = content.get("learner")
    return learner.get("step") if isinstance(learner, dict) else None


def _lasting(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in _LOOKS}
