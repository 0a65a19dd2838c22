"""Where a partition goes on, read from the topics: they are the record of what is done, and nothing else is kept.

The last result or rejected record of a partition says which frame comes next, and the results' tail holds what the
sliding means need. A partition that holds neither yet is marked by an event, `flow_started`, at the first start:
without it, a frame that arrives while the flow is down would be taken for one from before the flow's time.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from confluent_kafka import Consumer

from dataflow.frame_id import offset_in
from flir_iqa.errors import RecordError, TopicError
from flir_iqa.records import EventRecord, QualityRecord, RejectedRecord, format_timestamp, read_event, read_result
from plumbing.frames import Headers
from plumbing.kafka.reading import bounds, headers_of, read_range
from plumbing.kafka.settings import TopicSettings

TOPIC_ID_HEADER: Final = "topic_id"
_EVENT_TAIL: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Where one partition goes on."""

    partition: int
    offset: int
    """The frame that comes next."""
    windows: Mapping[str, Sequence[float]]
    """What each camera's window holds, oldest first."""
    events: Sequence[EventRecord]
    """What there is to tell."""
    ends: Mapping[str, int]
    """Where this partition of the result and the rejected topic ended."""


class Tail:
    """Folds the records of one partition into where it goes on; knows nothing of Kafka.

    Args:
        topic: The frame topic.
        partition: Its partition.
        topic_id: Its incarnation; records of another one are of frames that are gone.
        window: The configured smoothing window.
        model: Name and version of the model; a window starts anew when either differs from what the records say.
    """

    def __init__(self, topic: str, partition: int, topic_id: str, window: int, model: str) -> None:
        self._place = (topic, partition)
        self._topic_id = topic_id
        self._window = window
        self._model = model
        self._values: dict[str, deque[float]] = {}
        self._counts: dict[str, int] = {}
        self.next_offset: int | None = None
        """The frame after the last that is done; None where nothing is."""
        self.saw_other_incarnation = False

    def take_result(self, value: bytes | None, headers: Headers | None) -> None:
        """Take one message of the result topic, oldest first; what is not ours is left alone."""
        try:
            record = read_result(value)
        except RecordError:
            return
        if isinstance(record, QualityRecord) and self._done(record.frame_id, headers):
            self._remember(record)

    def take_rejected(self, value: bytes | None, headers: Headers | None) -> None:
        """Take one message of the rejected topic."""
        try:
            record = RejectedRecord.from_json(value)
        except RecordError:
            return
        self._done(record.frame_id, headers)

    def take_event(self, value: bytes | None, headers: Headers | None) -> None:
        """Take one message of the event topic: the mark of a first start counts."""
        try:
            event = read_event(value)
        except RecordError:
            return
        ours = event.partition == self._place[1] and _header(headers) == self._topic_id
        if event.kind == "flow_started" and ours and event.from_offset is not None:
            self._advance(event.from_offset)

    @property
    def windows(self) -> dict[str, list[float]]:
        """What each camera's window holds, oldest first."""
        return {camera: list(values) for camera, values in self._values.items()}

    @property
    def shortfall(self) -> dict[str, int]:
        """By camera, how many values its window held that the tail did not reach back to."""
        short = {camera: count - len(self._values[camera]) for camera, count in self._counts.items()}
        return {camera: count for camera, count in short.items() if count > 0}

    def _done(self, frame_id: str, headers: Headers | None) -> bool:
        """Note that a frame is done; whether it is one of this topic and incarnation."""
        offset, incarnation = offset_in(frame_id, *self._place), _header(headers)
        if offset is None or incarnation is None:
            return False
        if incarnation != self._topic_id:
            self.saw_other_incarnation = True
            return False
        self._advance(offset + 1)
        return True

    def _advance(self, offset: int) -> None:
        self.next_offset = max(offset, self.next_offset or 0)

    def _remember(self, record: QualityRecord) -> None:
        if (record.smoothing_window, record.model) != (self._window, self._model):
            self._values.pop(record.camera_id, None)
            self._counts.pop(record.camera_id, None)
            return
        values = self._values.setdefault(record.camera_id, deque(maxlen=self._window))
        if record.window_count == 1:
            values.clear()
        values.append(record.raw_image_quality)
        self._counts[record.camera_id] = record.window_count


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeFinder:
    """Finds where the partitions of a frame topic go on."""

    topics: TopicSettings
    topic_id: str
    window: int
    model: str
    start: Literal["latest", "earliest"]
    tail_limit: int
    now: Callable[[], datetime]

    def find(self, consumer: Consumer, partition: int) -> Resume:
        """Read one partition's tails; the consumer's assignment is replaced.

        Raises:
            BrokerError: They cannot be read.
            TopicError: The frame topic ends before the last frame that is done: it lost frames that it had taken.
        """
        names = self.topics
        tail = Tail(names.frames, partition, self.topic_id, self.window, self.model)
        results = self._fold(consumer, names.results, partition, self.tail_limit, tail.take_result)
        rejected = self._fold(consumer, names.rejected, partition, self.tail_limit, tail.take_rejected)
        self._fold(consumer, names.events, partition, _EVENT_TAIL, tail.take_event)
        frames = bounds(consumer, names.frames, partition)
        expired = any(low == high > 0 for low, high in (results, rejected))
        offset, events = self._place(tail, partition, frames, expired)
        return Resume(
            partition=partition,
            offset=offset,
            windows=tail.windows,
            events=[*events, *self._shortfalls(tail, partition)],
            ends={names.results: results[1], names.rejected: rejected[1]},
        )

    def _fold(
        self,
        consumer: Consumer,
        topic: str,
        partition: int,
        limit: int,
        take: Callable[[bytes | None, Headers | None], None],
    ) -> tuple[int, int]:
        low, high = bounds(consumer, topic, partition)
        for message in read_range(consumer, topic, partition, max(low, high - limit), high):
            take(message.value(), headers_of(message))
        return low, high

    def _place(
        self, tail: Tail, partition: int, frames: tuple[int, int], expired: bool
    ) -> tuple[int, list[EventRecord]]:
        low, high = frames
        if tail.next_offset is not None:
            return self._go_on(tail.next_offset, partition, low, high)
        if tail.saw_other_incarnation:
            detail = f"{self.topics.frames} was deleted and made again: windows start anew, from its oldest frame"
            return low, [self._event("topic_recreated", partition, detail, low)]
        oldest = expired or self.start == "earliest"
        offset = low if oldest else high
        reason = "no result is left" if expired else f"there is no result yet, start = {self.start}"
        return offset, [self._event("flow_started", partition, f"{reason}: from frame {offset}", offset)]

    def _go_on(self, offset: int, partition: int, low: int, high: int) -> tuple[int, list[EventRecord]]:
        if offset > high:
            message = (
                f"{self.topics.frames}-{partition} ends at {high}, but frames up to {offset} are done: the broker lost "
                "frames that it had taken. Delete the topic so that it is made anew, or use another result topic"
            )
            raise TopicError(message)
        if offset >= low:
            return offset, []
        detail = f"{low - offset} frames were removed by retention before they were scored"
        return low, [self._event("frames_expired", partition, detail, offset, low)]

    def _shortfalls(self, tail: Tail, partition: int) -> Iterable[EventRecord]:
        for camera, count in tail.shortfall.items():
            detail = f"the window of {camera} starts with {count} frames fewer than it held: they are beyond the tail"
            yield EventRecord(
                timestamp=format_timestamp(self.now()),
                kind="window_incomplete",
                detail=detail,
                partition=partition,
                camera_id=camera,
                n_frames=count,
            )

    def _event(
        self,
        kind: Literal["frames_expired", "topic_recreated", "flow_started"],
        partition: int,
        detail: str,
        start: int,
        end: int | None = None,
    ) -> EventRecord:
        return EventRecord(
            timestamp=format_timestamp(self.now()),
            kind=kind,
            detail=detail,
            partition=partition,
            from_offset=start,
            to_offset=end,
            n_frames=None if end is None else end - start,
        )


def _header(headers: Headers | None) -> str | None:
    for name, value in headers or []:
        if name == TOPIC_ID_HEADER and value:
            return value.decode(errors="replace")
    return None
