"""The training run: learns, evaluates, keeps the best, and can be killed at any time and resumed."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from training.checkpoint import (
    TrainedNetwork,
    read_checkpoint,
    save_network,
    write_checkpoint,
)
from training.datasets import FrameSet
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError, TrainingError
from training.evaluation.detection import Detection, summarise_detection
from training.evaluation.every_kind import every_kind_trials
from training.evaluation.subset import choose_frames
from training.evaluation.trial import judge
from training.learner import Learner, learning_rate
from training.loading import load_batches
from training.network import Lite
from training.network_score import score_with_network
from training.samples import SampleMaker
from training.settings import TrainingSettings
from training.training_log import LogRow, TrainingLog

BEST_FILE: Final = "best.pt"
RESUME_FILE: Final = "last.pt"
LOG_FILE: Final = "log.csv"
_LOG_EVERY: Final = 50
_CHANGEABLE: Final = frozenset({"steps", "evaluate_every", "validation_frames", "checkpoint_every"})
"""Settings that a resumed run may change: how long it learns, and how often it stops to look."""

Report = Callable[[LogRow], None]


class TrainingRun:
    """One run in one folder: `best.pt` (the network to export), `last.pt` (to go on from) and `log.csv`.

    Args:
        sets: Clean frames to learn from.
        validation: Clean frames by which the best network is chosen; without any the newest is kept.
        settings: What to do.
        folder: Where the files go; made if it is missing.
        device: Where to learn, such as `cpu` or `cuda`.
        n_workers: Processes that make samples; 0 makes them in this one.
        start_from: Checkpoint of a network whose weights a new run begins with, as far as they fit.

    Raises:
        CheckpointError: `start_from` cannot be used.
    """

    def __init__(
        self,
        sets: Sequence[FrameSet],
        validation: Sequence[FrameSet],
        settings: TrainingSettings,
        folder: Path,
        *,
        device: str = "cpu",
        n_workers: int = 0,
        start_from: Path | None = None,
    ) -> None:
        self._validation = validation
        self._settings = settings
        self._folder = folder
        self._n_workers = n_workers
        self._training_data = describe_sets(sets)
        self._maker = SampleMaker(sets, settings.seed, settings.batch_size)
        self._learner = Learner(len(TRAINED_KINDS), settings, device, start_from)
        self._best_loss = float("inf")

    def run(self, report: Report, *, resume: bool = False) -> Path:
        """Learn until the last step.

        Args:
            report: Called with each line of the log.
            resume: Go on from the folder's last checkpoint; `steps` may be changed, the learning rate then follows
                the new course.

        Returns:
            Path of the best network.

        Raises:
            TrainingError: The folder holds a run already and `resume` is not set, or holds none and it is.
            CheckpointError: The checkpoint is damaged or of a run with other settings.
        """
        self._open_folder(resume=resume)
        log = TrainingLog(self._folder / LOG_FILE, self._learner.step)
        losses: list[float] = []
        for loss in self._learn():
            losses.append(loss)
            step = self._learner.step
            last = step == self._settings.steps
            evaluated = last or step % self._settings.evaluate_every == 0
            if evaluated or step % _LOG_EVERY == 0:
                row = self._log_row(fmean(losses), evaluated=evaluated)
                log.append(row)
                report(row)
                losses.clear()
            if last or step % self._settings.checkpoint_every == 0:
                self._write_resume_point()
        return self._folder / BEST_FILE

    def _learn(self) -> Iterator[float]:
        first, batch_size = self._learner.step, self._settings.batch_size
        n_batches = self._settings.steps - first
        for batch in load_batches(self._maker, first * batch_size, n_batches, batch_size, self._n_workers):
            yield self._learner.learn(batch)

    def _log_row(self, loss: float, *, evaluated: bool) -> LogRow:
        step = self._learner.step
        accuracy, log_loss = self._evaluate() if evaluated else (None, None)
        return LogRow(
            step=step,
            frames_seen=step * self._settings.batch_size,
            loss=loss,
            learning_rate=learning_rate(step - 1, self._settings),
            validation_accuracy=accuracy,
            validation_log_loss=log_loss,
        )

    def _evaluate(self) -> tuple[float | None, float | None]:
        """Evaluate the averaged network, and keep it if it is the best so far.

        It is asked about every kind: the ancestor's protocol is solved long before the rest is learned.
        """
        network = self._averaged_network()
        results = [self._question(network, frames) for frames in self._validation]
        loss = fmean(each.log_loss for each in results) if results else None
        if loss is None or loss <= self._best_loss:
            self._best_loss = self._best_loss if loss is None else loss
            trained = TrainedNetwork(network, TRAINED_KINDS, self._training_data)
            save_network(self._folder / BEST_FILE, trained)
        return (fmean(each.accuracy for each in results) if results else None), loss

    def _question(self, network: Lite, frames: FrameSet) -> Detection:
        chosen = choose_frames(frames, self._settings.validation_frames, seed=0)
        trials = every_kind_trials(chosen, seed=0)
        return summarise_detection(list(judge(trials, score_with_network(network, TRAINED_KINDS))))

    def _averaged_network(self) -> Lite:
        """Estimate the statistics from samples that lie behind the last one learned, the same each time."""
        settings = self._settings
        first = settings.steps * settings.batch_size
        batches = load_batches(self._maker, first, settings.n_statistics_batches, settings.batch_size, n_workers=0)
        return self._learner.averaged_network(batch.crops for batch in batches)

    def _open_folder(self, *, resume: bool) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / RESUME_FILE
        if path.exists() != resume:
            remedy = "resume it or choose another folder" if path.exists() else "start without resuming"
            message = f"expected {'a' if resume else 'no'} {RESUME_FILE} in {str(self._folder)!r}; {remedy}"
            raise TrainingError(message)
        if resume:
            self._restore(path)

    def _write_resume_point(self) -> None:
        content = {
            "settings": self._settings.model_dump(),
            "kinds": list(TRAINED_KINDS),
            "training_data": self._training_data,
            "best_loss": self._best_loss,
            "learner": self._learner.state(),
        }
        write_checkpoint(self._folder / RESUME_FILE, content)

    def _restore(self, path: Path) -> None:
        content = read_checkpoint(path)
        expected = {
            "settings": _settings_of_identity(self._settings.model_dump()),
            "kinds": list(TRAINED_KINDS),
            "training_data": self._training_data,
        }
        found_settings = content.get("settings")
        content["settings"] = _settings_of_identity(found_settings) if isinstance(found_settings, dict) else None
        for name, value in expected.items():
            found = content.get(name)
            if found != value:
                message = f"{str(path)!r} is of a run with other {name}: expected {value!r}, got {found!r}"
                raise CheckpointError(message)
        self._best_loss = float(content["best_loss"])
        self._learner.restore(content["learner"])
        if self._learner.step >= self._settings.steps:
            message = f"expected more than the {self._learner.step} steps that are done, got {self._settings.steps!r}"
            raise TrainingError(message)


def describe_sets(sets: Sequence[FrameSet]) -> str:
    """Name the sets that a network learns from, as its checkpoint does."""
    return ", ".join(f"{each.name} ({len(each.frames)} frames)" for each in sets)


def _settings_of_identity(settings: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a resumed run may change."""
    return {name: value for name, value in settings.items() if name not in _CHANGEABLE}
