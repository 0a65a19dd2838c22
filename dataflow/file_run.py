"""The flow over a recording: the same wiring as on Kafka, from its first frame to its last."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from dataflow.ahead import ScoringAhead
from dataflow.ending import Ending
from dataflow.flow import build_flow, run_to_end
from dataflow.items import Fetched, FromScoring, FromSource
from dataflow.metrics import FlowMetrics
from dataflow.recorded_order import RecordedOrder
from dataflow.scoring import FrameScorer
from dataflow.sinks.sink import RecordSink, RecordWriter
from dataflow.smoothing import smoothing_builder
from dataflow.sources.recording import RecordingSource, recorded_clock
from dataflow.windows import WindowSettings
from flir_iqa.errors import FlirIqaError
from flir_iqa.scorer import Scorer


class StoppedError(FlirIqaError):
    """A run over a recording was asked to stop before its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRun:
    """Runs the flow over frames that are at hand.

    Attributes:
        scorer: The model; made for few threads, as `n_at_once` frames use it side by side.
        n_at_once: How many frames are scored at once.
        topic: The topic that the frames were recorded from, for their ids.
        windows: How the cameras' windows are kept.
        stopping: Whether to end before the last frame.
        read: Called with the number of frames that the flow has taken.
    """

    scorer: Scorer
    n_at_once: int
    topic: str
    windows: WindowSettings
    stopping: Callable[[], bool] = lambda: False
    read: Callable[[int], None] = lambda _: None

    def run(self, frames: Iterator[Fetched], writer: RecordWriter) -> None:
        """Score all frames and write what comes of each, in their order.

        Raises:
            StoppedError: It was asked to stop.
            FlirIqaError: The recording cannot be read on, the model fails, or a record cannot be written.
        """
        ending, metrics = Ending(self.stopping), FlowMetrics()
        score = FrameScorer(self.scorer, self.topic, ending, recorded_clock)
        order = RecordedOrder(writer, self.topic)
        with closing(ScoringAhead(score, self.n_at_once)) as ahead:
            source = RecordingSource(order.noting(frames), ahead, ending, self.read)
            smoothing = smoothing_builder(self.topic, self.windows, self.scorer.model.label)
            sink = RecordSink(order, ending, metrics)
            run_to_end(build_flow(source, lambda item: _score(ahead, item), smoothing, sink), ending)
        if self.stopping():
            figures = metrics.read()
            message = f"stopped after {figures.scored + figures.rejected} frames, before the end of the recording"
            raise StoppedError(message)


def _score(ahead: ScoringAhead, item: FromSource) -> FromScoring | None:
    return ahead.finish(item) if isinstance(item, Fetched) else item
