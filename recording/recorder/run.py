"""A recording from start to end: what is read, into which files, and what it came to."""

import json
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from confluent_kafka import Consumer, Message
from rich.console import Console

from flir_iqa.errors import FlirIqaError
from plumbing.kafka.clients import make_admin, make_consumer, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings
from recording.moments import show_moment
from recording.recorder.bounds import Bound, parse_bound
from recording.recorder.display import Show, display
from recording.recorder.ending import End, plan_end
from recording.recorder.files import Limits, RecordingFiles, Writer
from recording.recorder.offsets import Offsets
from recording.recorder.options import RecordOptions
from recording.recorder.place import Place
from recording.recorder.reading import TopicReader, reader_config
from recording.recorder.session import Session
from recording.recorder.tally import EndedBy, Outcome
from recording.recorder.topic_watch import TopicWatch, asking
from recording.recorder.topics import KnownTopic, look_up
from recording.recorder.track import Track

log = logging.getLogger(__name__)

_BROKER_WAIT_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Records once.

    Attributes:
        kafka: The connection.
        options: What was asked for.
        max_message_bytes: The largest message.
        stopping: Says whether it was asked to end.
        open_writer: Opens a file that does not exist.
    """

    kafka: KafkaSettings
    options: RecordOptions
    max_message_bytes: int
    stopping: Callable[[], bool]
    open_writer: Callable[[Path], Writer]

    def run(self) -> Outcome:
        """Record to the end, or until a person or a signal ends it.

        Raises:
            SettingsError: What was asked for does not go together, or does not fit the topics.
            TopicError: A topic does not exist.
            BrokerError: Kafka does not answer at the start, or refuses us.
            RecordingError: A file cannot be written.
        """
        begun_s = time.monotonic()
        now_ns = time.time_ns()
        start = parse_bound(self.options.start, "--from", now_ns)
        end = plan_end(start, self.options.end, self.options.duration, now_ns)
        wait_for_brokers(self.kafka, _BROKER_WAIT_S, self.stopping)
        topics = look_up(make_admin(self.kafka)[0], self.options.topics)
        places = [place for topic in topics for place in topic.places(self.options.partitions)]
        files = RecordingFiles(self.options.out, self.open_writer, self._limits(), self._asked(topics, now_ns))
        with ExitStack() as stack:
            consumer, _ = make_consumer(self.kafka, self.max_message_bytes, **reader_config(len(places)))
            stack.callback(consumer.close)
            watch = stack.enter_context(TopicWatch(topics, asking(self.kafka)))
            session = self._session(consumer, watch, topics, places, start, end, files)
            show = stack.enter_context(display(Console(stderr=True)))
            ended_by = self._record(session, files, show)
        names = tuple(str(path) for path in files.paths)
        seconds = time.monotonic() - begun_s
        return Outcome(files=names, file_bytes=files.n_bytes, ended_by=ended_by, seconds=seconds, tally=session.tally)

    def _limits(self) -> Limits:
        options = self.options
        return Limits(split_bytes=options.split_bytes, split_ns=options.split_ns, max_bytes=options.max_bytes)

    def _asked(self, topics: list[KnownTopic], now_ns: int) -> dict[str, str]:
        """Return what a reader of the file may want to know; nothing about the cluster's addresses or accounts."""
        options = self.options
        return {
            "topics": json.dumps({topic.name: topic.topic_id for topic in topics}),
            "cameras": json.dumps(sorted(options.cameras)),
            "partitions": json.dumps(options.partitions),
            "from": options.start,
            "to": options.end or "",
            "duration": options.duration or "",
            "begun_at": show_moment(now_ns),
        }

    def _session(
        self,
        consumer: Consumer,
        watch: TopicWatch,
        topics: list[KnownTopic],
        places: list[Place],
        start: Bound,
        end: End | None,
        files: RecordingFiles,
    ) -> Session:
        offsets = Offsets(consumer)
        starts = offsets.find(places, start)
        tracks = {place: Track(offset) for place, offset in starts.items()}
        extents = {place: offsets.extent(place) for place in places}
        reader = TopicReader(
            consumer,
            watch,
            topics,
            tracks,
            {place: min(starts[place], extents[place][1]) for place in places},
            grows=not self.options.partitions,
            keeps=keeping(self.options.cameras),
        )
        return Session(reader=reader, watch=watch, offsets=offsets, tracks=tracks, end=end, files=files)

    def _record(self, session: Session, files: RecordingFiles, show: Show) -> EndedBy:
        files.open()
        try:
            ended_by = session.run(self.stopping, show)
        except FlirIqaError:
            _close_after_failure(files)
            log.warning("%s messages were recorded before it failed", session.tally.n_messages)
            raise
        files.close()
        return ended_by


def keeping(cameras: frozenset[str]) -> Callable[[Message], bool]:
    """Return what says whether a message is kept: all, or those whose key is one of these cameras."""
    keys = {camera.encode() for camera in cameras}
    return lambda message: not keys or message.key() in keys


def _close_after_failure(files: RecordingFiles) -> None:
    """Complete what was written, as far as that goes; the failure itself is what is told."""
    try:
        files.close()
    except FlirIqaError as error:
        log.warning("%s", error)
