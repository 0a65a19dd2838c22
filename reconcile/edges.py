"""Which offsets of each topic belong to the span of time that is asked for."""

from dataclasses import dataclass
from typing import Final

from plumbing.kafka.settings import TopicSettings
from reconcile.tally import Span
from reconcile.topics import FlowTopics
from recording.recorder.bounds import Bound, Edge, Moment

_AHEAD_NS: Final = 70 * 60 * 1_000_000_000
"""Kafka takes frames whose time lies up to an hour ahead, which their results may precede; and clocks differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extents:
    """What one partition of each topic held at one moment.

    They are asked for in this order, while a flow may run: a result or rejected record is written only when all earlier
    outcomes of its partition are acknowledged. So all outcomes before the last of `settled` and `rejected` lie within
    `results`, `rejected` and `events`, and each of them is of a frame within `frames`.
    """

    settled: Span
    """Of the result topic, at first."""
    rejected: Span
    events: Span
    results: Span
    """Of the result topic, later."""
    frames: Span


def look(topics: FlowTopics, names: TopicSettings, partition: int) -> Extents:
    """Ask for the extents of one partition.

    Raises:
        BrokerError: The broker did not say.
    """
    return Extents(
        settled=topics.extent(names.results, partition),
        rejected=topics.extent(names.rejected, partition),
        events=topics.extent(names.events, partition),
        results=topics.extent(names.results, partition),
        frames=topics.extent(names.frames, partition),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The offsets that `--from` and `--to` stand for, by partition."""

    start: dict[int, int] | None
    """Of frames; `None` from the beginning of all that is known."""
    end: dict[int, int] | None
    """Of frames; `None` to the end of what is there."""
    results: dict[int, int]
    """Where to begin to read; from the beginning where a partition is not there."""
    rejected: dict[int, int]


def ask(topics: FlowTopics, names: TopicSettings, start: Bound, end: Bound) -> Asked:
    """Look the bounds up.

    Raises:
        BrokerError: The broker did not say.
    """
    records: list[dict[int, int]] = [{}, {}]
    if isinstance(start, Moment):
        since = Moment(max(0, start.time_ns - _AHEAD_NS))
        records = [dict(topics.find(name, since)) for name in (names.results, names.rejected)]
    return Asked(
        None if start is Edge.BEGINNING else dict(topics.find(names.frames, start)),
        None if end is Edge.END else dict(topics.find(names.frames, end)),
        *records,
    )
