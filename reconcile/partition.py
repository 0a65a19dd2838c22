"""Draws up the account of one partition: first what the records say, then whose the frames are that none names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from confluent_kafka import Message

from dataflow.frame_id import make_frame_id
from flir_iqa.records import format_timestamp
from plumbing.frames import CAMERA_ID
from plumbing.kafka.reading import time_of
from plumbing.kafka.settings import TopicSettings
from reconcile.account import FoundFrame, PartitionAccount
from reconcile.cameras import Cameras
from reconcile.claims import Kind
from reconcile.edges import Asked, Extents
from reconcile.fate import Beginning, Claim, Fate
from reconcile.holes import Holes
from reconcile.records import Records, Tick
from reconcile.tally import PartitionTally, Span
from reconcile.topics import FlowTopics

_MOST_LOOKED_UP: Final = 10_000
"""Frames without an outcome that are looked up in one partition, to tell whose they are."""


class PartitionReader:
    """Reads one partition of the four topics.

    Args:
        topics: Where to read.
        names: The topics.
        partition: The partition.
        cameras: Told of each frame; of this partition alone.
        tick: Told of progress.
    """

    def __init__(self, topics: FlowTopics, names: TopicSettings, partition: int, cameras: Cameras, tick: Tick) -> None:
        self._topics = topics
        self._topic = names.frames
        self._partition = partition
        self._cameras = cameras
        self._tick = tick
        self._records = Records(topics, names, partition, tick)

    def read(self, asked: Asked, extents: Extents, *, all_frames: bool) -> PartitionAccount:
        """Draw up the account.

        Args:
            asked: Which frames count.
            extents: What the topics hold of this partition.
            all_frames: Whether to read the frames too, not only those that lack an outcome.

        Raises:
            BrokerError: A topic cannot be read.
            SettingsError: The span is too long.
        """
        events = self._records.events(extents.events)
        tally = PartitionTally(self._span(asked, extents, events), self._cameras)
        self._take_records(tally, asked, extents, events)
        holes = self._find_holes(tally, extents.frames)
        if all_frames:
            self._count_frames(tally, extents.frames)
        return self._account(tally, holes, extents)

    def _span(self, asked: Asked, extents: Extents, events: Sequence[Claim | Beginning]) -> Span:
        known = self._known_beginning(extents) if asked.start is None else asked.start.get(self._partition, 0)
        begun = min((event.offset for event in events if isinstance(event, Beginning)), default=0)
        end = extents.frames.end if asked.end is None else asked.end.get(self._partition, 0)
        end = min(end, extents.frames.end)
        return Span(min(max(known, begun), end), end)

    def _known_beginning(self, extents: Extents) -> int:
        """Return the first frame of which all would be known: records of older ones may have been removed."""
        oldest = extents.frames.start
        pairs: list[tuple[Kind, Span]] = [("results", extents.results), ("rejected", extents.rejected)]
        firsts = [(held.start > 0, self._records.first_claim(kind, held)) for kind, held in pairs]
        floors = [oldest if first is None else first for was_cut, first in firsts if was_cut]
        return max(floors) if floors else min([oldest, *[first for _, first in firsts if first is not None]])

    def _take_records(
        self, tally: PartitionTally, asked: Asked, extents: Extents, events: Sequence[Claim | Beginning]
    ) -> None:
        for event in events:
            if isinstance(event, Claim):
                tally.take(event, settles=False)
        for _, claim in self._claims("rejected", extents.rejected, asked.rejected, extents.frames.end):
            tally.take(claim)
        for offset, claim in self._claims("results", extents.results, asked.results, extents.frames.end):
            tally.take(claim, settles=offset < extents.settled.end)
        tally.finish()

    def _claims(self, kind: Kind, held: Span, since: Mapping[int, int], frames_end: int) -> Iterator[tuple[int, Claim]]:
        span = Span(max(held.start, since.get(self._partition, 0)), held.end)
        for offset, claim in self._records.claims(kind, span):
            if claim.end > frames_end:
                self._records.n_strays += 1  # there is no such frame
            else:
                yield offset, claim

    def _account(self, tally: PartitionTally, holes: Holes, extents: Extents) -> PartitionAccount:
        open_frames = holes.resolve(self._cameras, tally.n_shed, tally.n_shed_outside)
        doubled = tally.first_doubled
        return PartitionAccount(
            partition=self._partition,
            start=tally.span.start,
            end=tally.span.end,
            published=tally.span.n_frames - holes.n_absent,
            scored=tally.count(Fate.SCORED),
            rejected=tally.count(Fate.REJECTED),
            shed=open_frames.n_shed,
            expired=tally.count(Fate.EXPIRED),
            lag=tally.n_lag,
            missing=open_frames.n_missing,
            doubled=tally.n_doubled + open_frames.n_doubled,
            disordered=tally.n_disordered,
            strays=self._records.n_strays,
            first_missing=open_frames.first_missing,
            first_doubled=None if doubled is None else self._look_up(doubled, extents.frames),
        )

    def _find_holes(self, tally: PartitionTally, held: Span) -> Holes:
        """Look up the frames that have no outcome though later ones do."""
        holes = Holes()
        for start, end in tally.holes():
            readable = Span(max(start, held.start), min(end, held.end))
            if holes.n_found >= _MOST_LOOKED_UP or readable.start >= readable.end:
                holes.add_unseen(self._frame_id(start), end - start)
                continue
            if readable.start > start:
                holes.add_unseen(self._frame_id(start), readable.start - start)
            n_messages = 0
            for message in self._topics.read(self._topic, self._partition, readable):
                holes.add(self._found(message))
                n_messages += 1
            holes.n_absent += readable.n_frames - n_messages
        return holes

    def _count_frames(self, tally: PartitionTally, held: Span) -> None:
        """Count the frames that Kafka still holds by camera, and those that wait."""
        span = Span(max(tally.span.start, held.start), tally.span.end)
        for message in self._topics.read(self._topic, self._partition, span):
            self._tick(1)
            offset = message.offset() or 0
            self._cameras.published(_camera_of(message), waits=offset >= tally.done and tally.is_open(offset))

    def _look_up(self, offset: int, held: Span) -> FoundFrame:
        if held.start <= offset < held.end:
            for message in self._topics.read(self._topic, self._partition, Span(offset, offset + 1)):
                return self._found(message)
        return FoundFrame(frame_id=self._frame_id(offset))

    def _found(self, message: Message) -> FoundFrame:
        frame_id, moment = self._frame_id(message.offset() or 0), time_of(message)
        captured_at = None if moment is None else format_timestamp(moment)
        return FoundFrame(frame_id=frame_id, camera_id=_camera_of(message), captured_at=captured_at)

    def _frame_id(self, offset: int) -> str:
        return make_frame_id(self._topic, self._partition, offset)


def _camera_of(message: Message) -> str | None:
    key = message.key()
    text = key.decode(errors="replace") if isinstance(key, bytes) else ""
    return text if CAMERA_ID.fullmatch(text) else None
