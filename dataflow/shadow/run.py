"""One shadow run: every frame decoded once and scored by both models."""

from collections.abc import Callable, Iterable
from pathlib import Path

from dataflow.frame_id import make_frame_id
from dataflow.items import Fetched
from dataflow.opening import open_frame
from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.report import ComparedModel, DriftReport, Unreadable, make_report
from flir_iqa.drift.scored_pair import ScoredPair, pair_of
from flir_iqa.errors import DecodeError
from flir_iqa.fliqe import FLIQE


class ShadowRun:
    """Compares two models on the frames of a topic. Memory grows with the frames, by some 300 bytes for each.

    Args:
        paths: Of the first model, which is in use, and of the second, which shadows it: files or checkpoints.
        topic: The topic of the frames, for their ids.
        threads: How many threads one frame may use; by default as many CPUs as this process is allowed.

    Raises:
        ModelError: A model cannot be used.
    """

    def __init__(self, paths: tuple[Path, Path], topic: str, threads: int | None = None) -> None:
        self._models = FLIQE(paths[0], threads=threads), FLIQE(paths[1], threads=threads)
        self._compared = self._describe(0, paths[0]), self._describe(1, paths[1])
        self._topic = topic
        self._pairs: list[ScoredPair] = []
        self._rejected: list[Unreadable] = []

    def score(self, frames: Iterable[Fetched], done: Callable[[int], None], stopping: Callable[[], bool]) -> None:
        """Score frames until they end.

        Args:
            frames: The frames.
            done: Called with the number of frames that are scored.
            stopping: Whether to end before the last.
        """
        for count, frame in enumerate(frames, start=1):
            self._score(frame)
            done(count)
            if stopping():
                return

    def report(self, limits: DriftLimits) -> DriftReport:
        """Return the drift report of what was scored.

        Raises:
            NothingComparedError: No frame was scored.
        """
        return make_report(self._compared, self._pairs, self._rejected, limits)

    def _score(self, fetched: Fetched) -> None:
        frame_id = make_frame_id(self._topic, fetched.partition, fetched.offset)
        try:
            frame = open_frame(fetched)
        except DecodeError as error:
            self._rejected.append(Unreadable(source=frame_id, reason=f"{error.reason}: {error}"))
            return
        first, second = (model.assess(frame.image) for model in self._models)
        self._pairs.append(pair_of(frame.camera_id, frame_id, first, second))

    def _describe(self, which: int, path: Path) -> ComparedModel:
        return ComparedModel(label=self._models[which].model.label, path=str(path))
