"""Where a partition goes on, read from the topics: they are the record of what is done, and nothing else is kept.

The last result or rejected record of a partition says which frame comes next, and the results' tail holds what the
sliding means need. A partition that holds neither yet is marked by an event, `flow_started`, at the first start:
without it, a frame that arrives while the flow is down would be taken for one from before the flow's time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from confluent_kafka import Consumer, Message

from dataflow.origin import Origin
from dataflow.tail import Tail
from flir_iqa.errors import BrokerError
from flir_iqa.records import EventRecord, format_timestamp
from plumbing.frames import Headers
from plumbing.kafka.reading import bounds, headers_of, read_range
from plumbing.kafka.settings import TopicSettings

TAIL_CONFIG: Final = {"fetch.wait.max.ms": 5}
"""For the consumer of the tails: a request that waits at the end of one range would hold up the next range."""
_REJECTED_TAIL: Final = 1000
"""The last one of ours says all; before it there may be some that are not ours."""
_FIRST_CHUNK: Final = 2000
_LARGEST_CHUNK: Final = 32_000


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
    replays: Mapping[str, str | None]
    """Which replay each camera's last frame came from."""
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
    """Finds where the partitions of a frame topic go on."""

    topics: TopicSettings
    origin: Origin
    begun: bool
    """Whether a flow has worked on any partition before: then one without a record is new, and read from its start."""
    window: int
    model: str
    start: Literal["latest", "earliest"]
    tail_limit: int
    now: Callable[[], datetime]

    def find(self, consumer: Consumer, partition: int) -> Resume:
        """Read one partition's tails; the consumer's assignment is replaced.

        Raises:
            BrokerError: They cannot be read, or the broker does not hold all the frames that are done.
        """
        names = self.topics
        tail = Tail(self.origin, partition, self.window, self.model)
        results = self._fold(consumer, names.results, partition, self.tail_limit, tail.take_result)
        rejected = self._fold(consumer, names.rejected, partition, _REJECTED_TAIL, tail.take_rejected)
        emptied = results.emptied or rejected.emptied
        if tail.next_offset is None:
            events = self._fold(consumer, names.events, partition, self.tail_limit, tail.take_event)
            emptied = emptied or events.emptied
        frames = _Bounds(*bounds(consumer, names.frames, partition))
        offset, told = self._place(tail, partition, frames, emptied)
        return Resume(
            partition=partition,
            offset=offset,
            windows=tail.windows,
            replays=tail.replays,
            events=[*told, *self._shortfalls(tail, partition)],
            ends={names.results: results.high, names.rejected: rejected.high},
        )

    def _fold(
        self,
        consumer: Consumer,
        topic: str,
        partition: int,
        limit: int,
        take: Callable[[bytes | None, Headers], bool],
    ) -> _Bounds:
        """Give `take` the messages, newest first, until it has seen enough or `limit` is reached."""
        found = _Bounds(*bounds(consumer, topic, partition))
        for message in _newest_first(consumer, topic, partition, max(found.low, found.high - limit), found.high):
            if take(message.value(), headers_of(message)):
                break
        return found

    def _place(self, tail: Tail, partition: int, frames: _Bounds, emptied: bool) -> tuple[int, list[EventRecord]]:
        if tail.next_offset is not None:
            return self._go_on(tail.next_offset, partition, frames)
        if tail.was_recreated:
            detail = f"{self.topics.frames} was deleted and made again: windows start anew, from its oldest frame"
            return frames.low, [self._event("topic_recreated", partition, detail, frames.low)]
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

    def _shortfalls(self, tail: Tail, partition: int) -> Iterator[EventRecord]:
        for camera, count in tail.shortfalls():
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


def _newest_first(consumer: Consumer, topic: str, partition: int, low: int, high: int) -> Iterator[Message]:
    """Read backwards from `high` to `low`, in chunks that grow: what matters mostly lies in the first."""
    size = _FIRST_CHUNK
    while high > low:
        start = max(low, high - size)
        yield from reversed(list(read_range(consumer, topic, partition, start, high)))
        high, size = start, min(2 * size, _LARGEST_CHUNK)
