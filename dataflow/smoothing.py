"""The stateful step: one sliding mean per camera.

State is keyed by the frame's partition, not by its camera: Bytewax emits a batch in the order of its keys, so that with
the camera as key the results of a partition would leave out of order, and the last would not say what is done.
"""

from collections.abc import Callable
from datetime import timedelta

from bytewax.operators import StatefulBatchLogic

from dataflow.frame_id import make_frame_id
from dataflow.items import FromScoring, Noted, Refused, Scored, Seed, Smoothed, ToSink
from dataflow.windows import Windows, WindowSettings
from flir_iqa.records import QualityRecord, format_timestamp

_MILLISECOND = timedelta(milliseconds=1)


class Smoothing(StatefulBatchLogic[FromScoring, ToSink, None]):
    """The windows of the cameras of one partition, and the results that they give.

    Unit of parallelism: the partition. Guarantee: the results are a function of the frames that were scored, in their
    order; a start that was given what the topics hold goes on with the same bits
    (`tests/dataflow/test_tail.py::test_any_kills_end_as_if_nothing_had_happened`). Memory is bounded by cameras and
    window (`windows.WindowSettings`). Failure: none of its own; nothing is kept outside the topics.

    Args:
        topic: The frame topic, for the frames' ids.
        windows: How windows are kept.
        model: Name and version of the model.
    """

    def __init__(self, topic: str, windows: WindowSettings, model: str) -> None:
        self._topic = topic
        self._size = windows.size
        self._model = model
        self._windows = Windows(windows)

    def on_batch(self, values: list[FromScoring]) -> tuple[list[ToSink], bool]:
        """Smooth what was scored, in its order; hand on the rest."""
        return [out for value in values if (out := self._take(value)) is not None], StatefulBatchLogic.RETAIN

    def snapshot(self) -> None:
        """Keep nothing: the result topic holds what a restart needs."""
        return

    def _take(self, value: FromScoring) -> ToSink | None:
        if isinstance(value, Noted | Refused):
            return value
        if isinstance(value, Seed):
            self._windows.restore(value.camera_id, value.window)
            return None
        return self._result(value)

    def _result(self, scored: Scored) -> Smoothed:
        smoothed, count = self._windows.push(scored.camera_id, scored.quality, scored.came_ms, scored.replay_id)
        record = QualityRecord(
            timestamp=format_timestamp(scored.captured_at),
            smoothing_window=self._size,
            raw_image_quality=scored.quality,
            smoothed_image_quality=smoothed,
            camera_id=scored.camera_id,
            frame_id=make_frame_id(self._topic, scored.partition, scored.offset),
            seq=scored.seq,
            stream_id=scored.stream_id,
            window_count=count,
            distortion=scored.distortion,
            distortion_probability=scored.distortion_probability,
            severity=scored.severity,
            shed_before=scored.shed_before,
            latency_ms=(scored.scored_at - scored.captured_at) / _MILLISECOND,
            model=self._model,
            replay_id=scored.replay_id,
            source_frame_id=scored.source_frame_id,
        )
        return Smoothed(scored.partition, record, len(self._windows), self._windows.clock_ms, scored.shed)


def smoothing_builder(topic: str, windows: WindowSettings, model: str) -> Callable[[None], Smoothing]:
    """Return what builds the logic of a partition for `bytewax.operators.stateful_batch`."""
    return lambda _: Smoothing(topic, windows, model)
