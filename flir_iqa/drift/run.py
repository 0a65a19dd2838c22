"""One run of `flir-iqa compare`: every file read once, every frame scored by both models."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flir_iqa.drift.frames import CameraFile, read_frames
from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.report import ComparedModel, DriftReport, Unreadable, make_report
from flir_iqa.drift.scored_pair import ScoredPair, pair_of
from flir_iqa.fliqe import FLIQE
from flir_iqa.scoring_cli.inputs import InputProblem, Sampling, printable
from flir_iqa.scoring_cli.progress import FileProgress

Tell = Callable[[Unreadable], None]


class ComparisonRun:
    """Compares two models on files; one that cannot be read is named and does not keep others from it.

    Args:
        paths: Of the first model and of the second: files or checkpoints.
        sampling: Which frames of a video are scored.
        progress: Shows how far it is.
        tell: Called with each file that cannot be read, as it is found.
        threads: How many threads one frame may use; by default as many CPUs as this process is allowed.

    Raises:
        ModelError: A model cannot be used.
    """

    def __init__(
        self,
        paths: tuple[Path, Path],
        sampling: Sampling,
        progress: FileProgress,
        tell: Tell,
        *,
        threads: int | None = None,
    ) -> None:
        self._models = FLIQE(paths[0], threads=threads), FLIQE(paths[1], threads=threads)
        self._compared = _describe(self._models[0], paths[0]), _describe(self._models[1], paths[1])
        self._sampling = sampling
        self._progress = progress
        self._tell = tell
        self._pairs: list[ScoredPair] = []
        self._unreadable: list[Unreadable] = []

    def compare(self, files: Sequence[CameraFile | InputProblem], limits: DriftLimits) -> DriftReport:
        """Score the files with both models.

        Raises:
            NothingComparedError: No frame could be scored.
        """
        self._progress.begin(len(files))
        for place, file in enumerate(files):
            if isinstance(file, InputProblem):
                self._leave_out(file)
            else:
                self._compare_file(place, file)
        return make_report(self._compared, self._pairs, self._unreadable, limits)

    def _compare_file(self, place: int, file: CameraFile) -> None:
        for item in read_frames(file, self._sampling):
            if isinstance(item, InputProblem):
                self._leave_out(item)
                continue
            first, second = (model.assess(item.image) for model in self._models)
            self._pairs.append(pair_of(file.camera, item.label, first, second))
            self._progress.move(place, item.done, printable(file.path))

    def _leave_out(self, problem: InputProblem) -> None:
        unreadable = Unreadable(source=printable(problem.source), reason=problem.detail)
        self._unreadable.append(unreadable)
        self._tell(unreadable)


def _describe(model: FLIQE, path: Path) -> ComparedModel:
    return ComparedModel(label=model.model.label, path=printable(path))
