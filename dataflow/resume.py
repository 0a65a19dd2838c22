"""Where a partition goes on, read from the topics: they are the record of what is done, and nothing else is kept.

The last result or rejected record of a partition says which frame comes next, and the results' tail holds what the
sliding means need. A partition that holds neither yet is marked by an event, `flow_started`, at the first start:
without it, a frame that arrives while the flow is down would be taken for one from before the flow's time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from confluent_kafka import Consumer

from dataflow.origin import Origin
from dataflow.shed_counts import ShedCounts
from dataflow.tail import Tail
from dataflow.tail_reading import TailLimits, newest_first
from dataflow.windows import CameraWindow, WindowSettings
from flir_iqa.errors import BrokerError
from flir_iqa.records import EventRecord, format_timestamp
from plumbing.frames import Headers
from plumbing.kafka.clients import make_consumer
from plumbing.kafka.reading import bounds, headers_of
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import RECORD_BYTES

_TAIL_CONFIG: Final = {"fetch.wait.max.ms": 5}
"""For the consumer of the tails: a request that waits at the end of one range would hold up the next range."""
_SHORT_TAIL: Final = 10_000
"""For rejected records and events: the last one of ours says all; before it there may be many that are not ours."""
_MOST_TOLD: Final = 100
"""Cameras of a partition whose windows are told to be incomplete, each by an event of its own."""


def tail_consumer(kafka: KafkaSettings) -> closing[Consumer]:
    """Return a consumer for the tails, as a context that closes it."""
    consumer, _ = make_consumer(kafka, RECORD_BYTES, **_TAIL_CONFIG)
    return closing(consumer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Where one partition goes on."""

    partition: int
    offset: int
    """The frame that comes next."""
    windows: Mapping[str, CameraWindow]
    """What each camera's window holds; the camera whose last result is oldest comes first."""
    shed: ShedCounts
    """What is to be told of shed frames."""
    events: Sequence[EventRecord]
    """What there is to tell."""
    ends: Mapping[str, int]
    """Where this partition of the result and the rejected topic ended."""


def is_first_start(resume: Resume) -> bool:
    """Whether nothing tells that a flow worked on this partition before."""
    return any(event.kind == "flow_started" for event in resume.events)


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: int
    high: int

    @property
    def emptied(self) -> bool:
        """Whether there were records and none is left."""
        return self.low == self.high > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeFinder:
    """Finds where the partitions of a frame topic go on.

    Attributes:
        topics: The topics' names.
        origin: The topics' ids.
        begun: Whether a flow has worked on any partition before: then one without a record is new, and read from its
            oldest frame.
        windows: How windows are kept.
        model: Name and version of the model.
        start: Where to begin when the topics say nothing.
        limits: How much of the results is read.
        now: The clock, for the events.
    """

    topics: TopicSettings
    origin: Origin
    begun: bool
    windows: WindowSettings
    model: str
    start: Literal["latest", "earliest"]
    limits: TailLimits
    now: Callable[[], datetime]

    def find(self, consumer: Consumer, partition: int) -> Resume:
        """Read one partition's tails; the consumer's assignment is replaced.

        Raises:
            BrokerError: They cannot be read, or the broker does not hold all the frames that are done.
        """
        names = self.topics
        tail = Tail(self.origin, partition, self.windows, self.model)
        short = replace(self.limits, records=_SHORT_TAIL)
        results = self._fold(consumer, names.results, partition, self.limits, tail.take_result)
        rejected = self._fold(consumer, names.rejected, partition, short, tail.take_rejected)
        events = self._fold(
            consumer, names.events, partition, self.limits if tail.next_offset is None else short, tail.take_event
        )
        emptied = results.emptied or rejected.emptied or events.emptied
        frames = _Bounds(*bounds(consumer, names.frames, partition))
        offset, told = self._place(tail, partition, frames, emptied)
        return Resume(
            partition=partition,
            offset=offset,
            windows=tail.windows.windows(),
            shed=tail.shed.counts(),
            events=[*told, *self._losses(tail, partition)],
            ends={names.results: results.high, names.rejected: rejected.high},
        )

    def _fold(
        self,
        consumer: Consumer,
        topic: str,
        partition: int,
        limits: TailLimits,
        take: Callable[[bytes | None, Headers], bool],
    ) -> _Bounds:
        """Give `take` the messages, newest first, until it has seen enough or a limit is reached."""
        found = _Bounds(*bounds(consumer, topic, partition))
        for message in newest_first(consumer, topic, partition, found.low, found.high, limits):
            if take(message.value(), headers_of(message)):
                break
        return found

    def _place(self, tail: Tail, partition: int, frames: _Bounds, emptied: bool) -> tuple[int, list[EventRecord]]:
        if tail.next_offset is not None:
            return self._go_on(tail.next_offset, partition, frames)
        name = self.topics.frames
        if tail.was_recreated:
            detail = f"{name} was deleted and made again: windows start anew, from its oldest frame"
            return frames.low, [self._event("topic_recreated", partition, detail, frames.low)]
        if tail.lost_results:
            detail = f"{self.topics.results} was deleted and made again: all frames of {name} are scored again"
            return frames.low, [self._event("results_recreated", partition, detail, frames.low)]
        oldest = emptied or self.begun or self.start == "earliest"
        offset = frames.low if oldest else frames.high
        reason = f"there is no result yet, start = {self.start}"
        if emptied or self.begun:
            reason = "no result is left" if emptied else "the partition is new, others have been worked on before"
        return offset, [self._event("flow_started", partition, f"{reason}: from frame {offset}", offset)]

    def _go_on(self, offset: int, partition: int, frames: _Bounds) -> tuple[int, list[EventRecord]]:
        if offset > frames.high:
            message = (
                f"{self.topics.frames}-{partition} ends at {frames.high}, but frames up to {offset} are done: the "
                "broker lost frames that it had taken, or does not yet say what it holds. If that stays so, delete the "
                "frame topic so that it is made anew"
            )
            raise BrokerError(message)
        if offset >= frames.low:
            return offset, []
        detail = f"{frames.low - offset} frames were removed by retention before they were scored"
        return frames.low, [self._event("frames_expired", partition, detail, offset, frames.low)]

    def _losses(self, tail: Tail, partition: int) -> Iterator[EventRecord]:
        """Tell what lies beyond the tail: some windows each, the others in one event, and shed frames."""
        missing = list(tail.windows.shortfalls())
        for camera, count in missing[:_MOST_TOLD]:
            detail = f"the window of {camera} starts with {count} frames fewer than it held: they are beyond the tail"
            yield self._incomplete(partition, detail, count, camera)
        n_others = tail.windows.n_missing + len(missing[_MOST_TOLD:])
        if n_others:
            further = "further windows" if missing else "windows"
            detail = f"{further} that start empty or with fewer frames, since they are beyond the tail: {n_others}"
            yield self._incomplete(partition, detail)
        if tail.shed.n_missing:
            detail = f"what was shed of {tail.shed.n_missing} cameras since their last results is beyond the tail"
            yield self._incomplete(partition, detail)

    def _incomplete(
        self, partition: int, detail: str, n_frames: int | None = None, camera_id: str | None = None
    ) -> EventRecord:
        return EventRecord(
            timestamp=format_timestamp(self.now()),
            kind="window_incomplete",
            detail=detail,
            partition=partition,
            camera_id=camera_id,
            n_frames=n_frames,
        )

    def _event(
        self,
        kind: Literal["frames_expired", "topic_recreated", "results_recreated", "flow_started"],
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
