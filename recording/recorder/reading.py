"""Reads partitions of Kafka from offset to offset, through outages, and says what is missing."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from confluent_kafka import Consumer, KafkaError, Message, TopicPartition

from flir_iqa.errors import BrokerError
from plumbing.redaction import redact
from recording.gaps import Gap, GapReason
from recording.recorder.fetched import Fetched, Resting
from recording.recorder.offsets import Offsets
from recording.recorder.place import Place
from recording.recorder.taking import recorded
from recording.recorder.topic_watch import TopicChange, TopicWatch
from recording.recorder.topics import KnownTopic
from recording.recorder.track import Track

_BATCH: Final = 100
_RETRY_S: Final = 1.0
_REFUSED: Final = frozenset(
    {
        KafkaError.TOPIC_AUTHORIZATION_FAILED,
        KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    }
)
_LOST: Final = frozenset(
    {
        KafkaError._AUTO_OFFSET_RESET,  # noqa: SLF001 - confluent-kafka's public names
        KafkaError.OFFSET_OUT_OF_RANGE,
        KafkaError.UNKNOWN_TOPIC_OR_PART,
        KafkaError.UNKNOWN_TOPIC_ID,
        KafkaError._UNKNOWN_TOPIC,  # noqa: SLF001
        KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
    }
)
"""The partition is not what it was: removed messages, another topic of the same name, or a broker that just started."""


class TopicReader:
    """Reads with one consumer, without a group: positions are kept here.

    Unit of parallelism: the process. Delivery: each message of `tracks` once and in the order of its partition; offsets
    that are passed over are told as a `Gap`. Failure: an outage is waited out, and reading goes on at the very next
    offset; what Kafka refuses raises.

    Args:
        consumer: An open consumer (`reader_config`); who made it closes it.
        watch: Knows when a topic is another.
        topics: The topics as they are.
        tracks: Where each partition begins and ends; kept up to date.
        starts: Where to begin to fetch each, at or before the beginning of its track.
        grows: Whether partitions that a topic is given later belong to it, as long as there is no end.
        keeps: Whether a message is kept; others are passed over without a gap.
    """

    def __init__(
        self,
        consumer: Consumer,
        watch: TopicWatch,
        topics: Iterable[KnownTopic],
        tracks: dict[Place, Track],
        starts: Mapping[Place, int],
        grows: bool = True,
        keeps: Callable[[Message], bool] = lambda message: True,
    ) -> None:
        self._consumer = consumer
        self._offsets = Offsets(consumer)
        self._watch = watch
        self._topics = {topic.name: topic for topic in topics}
        self._tracks = tracks
        self._fetch_at = dict(starts)
        self._grows = grows
        self._keeps = keeps
        self._paused: set[Place] = set()
        self._lost: set[Place] = set()
        self._gone: set[str] = set()
        self._retry_s = 0.0

    def start(self) -> None:
        """Begin to fetch."""
        self._assign()

    @property
    def done(self) -> bool:
        """Whether all partitions are read to their ends."""
        return all(track.done for track in self._tracks.values())

    def read(self, timeout_s: float) -> list[Fetched]:
        """Return what came, after `timeout_s` at the latest.

        Raises:
            BrokerError: Kafka refuses to hand out messages.
        """
        items = self._follow_changes()
        if self._lost and time.monotonic() >= self._retry_s:
            items += self._find_lost()
        messages = self._consumer.consume(_BATCH, timeout=timeout_s)
        taken_ns = time.time_ns()
        for message in messages:
            items += self._take(message, taken_ns)
        return items if messages else items + self._pass_marks()

    def throttle(self, crowded: Collection[Place], hungry: Collection[Place]) -> None:
        """Fetch no more of the `crowded` partitions until they are `hungry`."""
        pause = [place for place in crowded if place not in self._paused]
        resume = [place for place in self._paused if place in hungry]
        if pause:
            self._consumer.pause([TopicPartition(*place) for place in pause])
        if resume:
            self._consumer.resume([TopicPartition(*place) for place in resume])
        self._paused = self._paused.difference(resume).union(pause)

    def _assign(self) -> None:
        """Fetch every partition from where it stands; what was fetched ahead is thrown away and fetched anew."""
        wanted = [p for p, track in self._tracks.items() if not track.done and p.topic not in self._gone]
        self._consumer.assign([TopicPartition(*place, self._fetch_at[place]) for place in wanted])
        self._paused.clear()

    def _take(self, message: Message, taken_ns: int) -> list[Fetched]:
        error = message.error()
        if error is not None:
            return self._take_error(error, message)
        place, offset = _place_of(message), message.offset() or 0
        track = self._tracks.get(place)
        if track is None or not track.wants(offset):
            return []
        self._fetch_at[place] = offset + 1
        items = self._holes(place, track.take(offset))
        if self._keeps(message):
            items.append(recorded(message, taken_ns))
        if track.done:
            items.append(Resting(place))
        return items

    def _take_error(self, error: KafkaError, message: Message) -> list[Fetched]:
        if error.fatal() or error.code() in _REFUSED:
            text = f"cannot read {message.topic()!r}: {redact(error.str())}"
            raise BrokerError(text)
        place = _place_of(message)
        if place not in self._tracks:
            return []
        if error.code() == KafkaError._PARTITION_EOF:  # noqa: SLF001 - its public name
            return [*self._pass_to(place, message.offset() or 0), Resting(place)]
        if error.code() in _LOST:
            self._lost.add(place)
        return []

    def _pass_marks(self) -> list[Fetched]:
        """Pass over what holds no message at the end of a partition, such as the marks of transactions."""
        ending = [TopicPartition(*p) for p, t in self._tracks.items() if t.end is not None and not t.done]
        items: list[Fetched] = []
        for position in self._consumer.position(ending) if ending else []:
            items += self._pass_to(Place(position.topic, position.partition), position.offset)
        return items

    def _pass_to(self, place: Place, offset: int) -> list[Fetched]:
        track = self._tracks[place]
        items = self._holes(place, track.pass_to(offset))
        self._fetch_at[place] = max(self._fetch_at[place], offset)
        return [*items, Resting(place)] if items and track.done else items

    def _holes(self, place: Place, passed: range) -> list[Fetched]:
        if not passed:
            return []
        compacted = place.topic in self._topics and self._topics[place.topic].compacted
        reason = GapReason.COMPACTION if compacted else GapReason.TRANSACTION
        return [_gap(place, passed.start, passed.stop, reason)]

    def _find_lost(self) -> list[Fetched]:
        """Find out what became of partitions whose next offset Kafka does not have."""
        self._retry_s = time.monotonic() + _RETRY_S
        self._watch.look()
        items = self._follow_changes()
        if self._watch.problem is not None:
            return items
        extents = {place: self._offsets.extent_now(place) for place in self._lost}
        for place, extent in extents.items():
            if extent is not None:
                self._lost.discard(place)
                items += self._move_into(place, *extent)
        if any(extents.values()):
            self._assign()
        return items

    def _move_into(self, place: Place, low: int, high: int) -> list[Fetched]:
        """Go on with what a partition still holds."""
        track, at = self._tracks[place], self._fetch_at[place]
        self._fetch_at[place] = min(max(at, low), high)
        if at < low:
            passed = track.pass_to(low)
            return [_gap(place, passed.start, passed.stop, GapReason.RETENTION)] if passed else []
        if at > high and track.next_offset == at:
            track.next_offset = high
            return [_gap(place, high, None, GapReason.TRUNCATED, f"it was read up to {at}, and ends at {high}")]
        return []

    def _follow_changes(self) -> list[Fetched]:
        changes = self._watch.take_changes()
        items: list[Fetched] = []
        for change in changes:
            if change.is_recreated:
                items += self._leave(change)
            self._enter(change)
        if changes:
            self._assign()
        return items

    def _leave(self, change: TopicChange) -> list[Fetched]:
        """Note that what was not read of a topic is lost; what has an end among it has come to it."""
        name, items = change.before.name, list[Fetched]()
        if name in self._gone:
            return []
        self._gone.add(name)
        for place, track in self._tracks.items():
            if place.topic != name or track.done:
                continue
            detail = f"topic id {change.before.topic_id}, then {change.now.topic_id if change.now else 'none'}"
            items += [_gap(place, track.next_offset, None, GapReason.TOPIC_RECREATED, detail), Resting(place)]
            track.end = None if track.end is None else track.next_offset
        self._lost = {place for place in self._lost if place.topic != name}
        return items

    def _enter(self, change: TopicChange) -> None:
        """Go on with a topic that was made again from its beginning, and with new partitions from theirs."""
        if change.now is None:
            return
        self._topics[change.now.name] = change.now
        anew = change.now.name in self._gone
        self._gone.discard(change.now.name)
        places = change.now.places()
        live = any(track.end is None for track in self._tracks.values())
        for place in [place for place in self._tracks if place.topic == change.now.name and place not in places]:
            del self._tracks[place]
        for place in places:
            known = self._tracks.get(place)
            if (known is None and live and self._grows) or (known is not None and anew and not known.done):
                self._tracks[place] = Track(0)
                self._fetch_at[place] = 0


def reader_config(n_partitions: int) -> dict[str, object]:
    """Return what a consumer for a `TopicReader` needs; what is fetched ahead stays below some 64 MB in all."""
    return {
        "enable.partition.eof": True,
        "queued.max.messages.kbytes": max(1024, 65_536 // max(1, n_partitions)),
        "fetch.queue.backoff.ms": 20,  # a full queue is empty again in no time; by default a whole second is waited
        "check.crcs": True,
    }


def _place_of(message: Message) -> Place:
    partition = message.partition()
    return Place(message.topic() or "", -1 if partition is None else partition)


def _gap(place: Place, from_offset: int, to_offset: int | None, reason: GapReason, detail: str = "") -> Gap:
    return Gap(
        topic=place.topic,
        partition=place.partition,
        from_offset=from_offset,
        to_offset=to_offset,
        reason=reason,
        detail=detail,
    )
