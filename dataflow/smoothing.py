"""The stateful step: one sliding mean per camera.

State is keyed by the frame's partition, not by its camera: Bytewax emits a batch in the order of its keys, so that with
the camera as key the results of a partition would leave out of order, and the last would not say what is done.
"""

from collections.abc import Callable
from datetime import timedelta

from bytewax.operators import StatefulBatchLogic

from dataflow.frame_id import make_frame_id
from dataflow.items import FromScoring, Noted, Refused, Scored, Seed, Smoothed, ToSink
from flir_iqa.records import QualityRecord, format_timestamp
from flir_iqa.smoothing import SlidingMean

_MILLISECOND = timedelta(milliseconds=1)


class Smoothing(StatefulBatchLogic[FromScoring, ToSink, None]):
    """The windows of the cameras of one partition.

    A window starts anew where a replay begins or ends, so that each replay of a recording gives the same means.

    Args:
        topic: The frame topic, for the frames' ids.
        window: Frames that a mean holds at most.
        model: Name and version of the model.
    """

    def __init__(self, topic: str, window: int, model: str) -> None:
        self._topic = topic
        self._window = window
        self._model = model
        self._means: dict[str, SlidingMean] = {}
        self._replays: dict[str, str | None] = {}

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
            self._means[value.camera_id] = SlidingMean.restore(self._window, value.values)
            self._replays[value.camera_id] = value.replay_id
            return None
        return self._result(value)

    def _result(self, scored: Scored) -> Smoothed:
        mean = self._mean(scored)
        smoothed = mean.push(scored.quality)
        record = QualityRecord(
            timestamp=format_timestamp(scored.captured_at),
            smoothing_window=self._window,
            raw_image_quality=scored.quality,
            smoothed_image_quality=smoothed,
            camera_id=scored.camera_id,
            frame_id=make_frame_id(self._topic, scored.partition, scored.offset),
            seq=scored.seq,
            stream_id=scored.stream_id,
            window_count=mean.count,
            distortion=scored.distortion,
            distortion_probability=scored.distortion_probability,
            severity=scored.severity,
            shed_before=0,
            latency_ms=(scored.scored_at - scored.captured_at) / _MILLISECOND,
            model=self._model,
            replay_id=scored.replay_id,
            source_frame_id=scored.source_frame_id,
        )
        return Smoothed(scored.partition, record, len(self._means))

    def _mean(self, scored: Scored) -> SlidingMean:
        mean = self._means.get(scored.camera_id)
        if mean is None or self._replays.get(scored.camera_id) != scored.replay_id:
            mean = self._means[scored.camera_id] = SlidingMean(self._window)
            self._replays[scored.camera_id] = scored.replay_id
        return mean


def smoothing_builder(topic: str, window: int, model: str) -> Callable[[None], Smoothing]:
    """Return what builds the logic of a partition for `bytewax.operators.stateful_batch`."""
    return lambda _: Smoothing(topic, window, model)
