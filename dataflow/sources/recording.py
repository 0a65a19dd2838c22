"""Frames from a recording, as fast as they can be scored."""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from bytewax.inputs import FixedPartitionedSource, StatefulSourcePartition

from dataflow.ahead import ScoringAhead
from dataflow.ending import Ending
from dataflow.items import Fetched, FromSource
from flir_iqa.errors import FlirIqaError
from recording.message import RecordedMessage

_BATCH: Final = 16
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class RecordingSource(FixedPartitionedSource[FromSource, None]):
    """Hands on the frames of a recording in their order.

    Unit of parallelism: the process, which has one part. Delivery: each frame once; nothing is kept for a restart,
    which begins anew. Failure: a recording that cannot be read on ends the run. Asked to stop, it ends the stream after
    the batch.

    Args:
        frames: The frames.
        ahead: Told of each frame before the flow gets it.
        ending: Says when to end, and is told of a failure.
        read: Called with the number of frames that were handed on, for a progress bar.
    """

    def __init__(
        self, frames: Iterator[Fetched], ahead: ScoringAhead, ending: Ending, read: Callable[[int], None]
    ) -> None:
        self.frames = frames
        self.ahead = ahead
        self.ending = ending
        self.read = read

    def list_parts(self) -> list[str]:
        """Return the one part."""
        return ["frames"]

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> "RecordingPart":
        """Begin to read."""
        return RecordingPart(self)


class RecordingPart(StatefulSourcePartition[FromSource, None]):
    """The running source."""

    def __init__(self, source: RecordingSource) -> None:
        self._source = source
        self._waiting: deque[Fetched] = deque()
        self._n_read = 0

    def next_batch(self) -> list[FromSource]:
        """Return the next frames, those behind them begun."""
        if self._source.ending.near:
            raise StopIteration
        try:
            self._look_ahead()
        except FlirIqaError as error:
            self._source.ending.fail(error)
            raise StopIteration from error
        if not self._waiting:
            raise StopIteration
        batch: list[FromSource] = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
        self._n_read += len(batch)
        self._source.read(self._n_read)
        return batch

    def snapshot(self) -> None:
        """Keep nothing: a recording is read from its beginning."""
        return

    def _look_ahead(self) -> None:
        missing = _BATCH + self._source.ahead.depth - len(self._waiting)
        for _, frame in zip(range(missing), self._source.frames, strict=False):
            self._source.ahead.begin(frame)
            self._waiting.append(frame)


def frame_of(message: RecordedMessage) -> Fetched:
    """Give a recorded message the shape that the flow takes."""
    return Fetched(
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value or b"",
        headers=message.headers,
        timestamp=_time_of(message),
    )


def recorded_clock(frame: Fetched) -> datetime:
    """Return the time at which a frame of a recording counts as scored: when it came to its topic.

    With the machine's clock no two runs would give the same file, and a latency would be the recording's age.
    """
    return frame.timestamp or _EPOCH


def _time_of(message: RecordedMessage) -> datetime | None:
    """Return Kafka's timestamp; where there is none, when it was recorded."""
    microseconds = message.timestamp_ms * 1000
    if message.timestamp_ms < 0:
        microseconds = (message.recorded_at_ns or 0) // 1000
    try:
        return _EPOCH + timedelta(microseconds=microseconds) if microseconds else None
    except OverflowError:
        return None
