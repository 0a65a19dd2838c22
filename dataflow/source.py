"""Frames from Kafka, from where the topics say."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bytewax.inputs import FixedPartitionedSource, StatefulSourcePartition
from confluent_kafka import Consumer, TopicPartition

from dataflow.items import Fetched, FromSource, Noted, Seed
from dataflow.metrics import FlowMetrics
from dataflow.resume import Resume
from dataflow.settings import FlowSettings
from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import ClientErrors, make_consumer
from plumbing.kafka.reading import is_permanent
from plumbing.kafka.settings import KafkaSettings, TopicSettings

_BATCH: Final = 16
"""Frames taken at once: they are scored in the same thread, and a stop waits for them."""
_SEEDS: Final = 1000
_BUSY_FOR: Final = timedelta(seconds=1)


class FrameSource(FixedPartitionedSource[FromSource, None]):
    """Reads the given partitions of the frame topic with one consumer.

    Unit of parallelism: the process; it has one part with one consumer for all its partitions, since each librdkafka
    client costs a set of threads. Delivery: from `Resume.offset` on, each frame once and in order; exactly-once comes
    from starting where the results end. Failure: an error that will not pass by waiting raises `BrokerError` and ends
    the flow, all others are left to librdkafka, which reconnects. Asked to stop, it ends the stream after the batch.

    Args:
        kafka: The connection.
        topics: The topics.
        settings: How often to look for frames.
        resumes: Where each partition goes on.
        metrics: Told of the lag.
        stopping: Whether the process was asked to end.
        check: Raises what went wrong with the results, also while no frame comes.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        topics: TopicSettings,
        settings: FlowSettings,
        resumes: Sequence[Resume],
        metrics: FlowMetrics,
        stopping: Callable[[], bool],
        check: Callable[[], None],
    ) -> None:
        self._kafka = kafka
        self._topics = topics
        self.settings = settings
        self.resumes = resumes
        self.metrics = metrics
        self.stopping = stopping
        self.check = check
        self.errors: ClientErrors | None = None
        """What the consumer reports; None before the flow runs."""

    def list_parts(self) -> list[str]:
        """Return the one part."""
        return ["frames"]

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> "FramePart":
        """Open the consumer."""
        consumer, self.errors = make_consumer(
            self._kafka,
            self._topics.max_frame_bytes,
            **{"queued.min.messages": 64, "queued.max.messages.kbytes": 8192, "fetch.queue.backoff.ms": 10},
        )
        places = [TopicPartition(self._topics.frames, resume.partition, resume.offset) for resume in self.resumes]
        consumer.assign(places)
        return FramePart(self, consumer, self._topics.frames)


class FramePart(StatefulSourcePartition[FromSource, None]):
    """The running source."""

    def __init__(self, source: FrameSource, consumer: Consumer, topic: str) -> None:
        self._source = source
        self._consumer = consumer
        self._topic = topic
        self._first: deque[FromSource] = deque(_beginnings(source.resumes))
        self._awake: datetime | None = None
        self._last_frame = datetime.now(UTC)

    def next_batch(self) -> list[FromSource]:
        """Return what waits; never blocks."""
        if self._source.stopping():
            raise StopIteration
        self._source.check()
        if self._first:
            return [self._first.popleft() for _ in range(min(_SEEDS, len(self._first)))]
        batch = self._fetch()
        self._schedule(bool(batch))
        return batch

    def next_awake(self) -> datetime | None:
        """Return when to look again: at once after frames, soon for a second, then less often."""
        return self._awake

    def snapshot(self) -> None:
        """Keep nothing: the result topic says where to go on."""
        return

    def close(self) -> None:
        """Close the consumer."""
        self._consumer.close()

    def _fetch(self) -> list[FromSource]:
        batch: list[FromSource] = []
        for message in self._consumer.consume(_BATCH, timeout=0):
            error = message.error()
            if error is None:
                partition, offset = message.partition() or 0, message.offset() or 0
                batch.append(Fetched(partition, message))
                self._note_lag(partition, offset)
            elif is_permanent(error):
                text = f"cannot read {self._topic}: {error.str()}"
                raise BrokerError(text)
        return batch

    def _note_lag(self, partition: int, offset: int) -> None:
        _, high = self._consumer.get_watermark_offsets(TopicPartition(self._topic, partition), cached=True)
        self._source.metrics.set_lag(partition, max(0, high - offset - 1))

    def _schedule(self, came: bool) -> None:
        now = datetime.now(UTC)
        if came:
            self._last_frame, self._awake = now, None
            return
        settings = self._source.settings
        busy = now - self._last_frame < _BUSY_FOR
        self._awake = now + timedelta(milliseconds=settings.awake_ms if busy else settings.idle_ms)


def _beginnings(resumes: Sequence[Resume]) -> list[FromSource]:
    """What comes before any frame: what there is to tell, and what the windows held."""
    items: list[FromSource] = []
    for resume in resumes:
        items += [Noted(resume.partition, event) for event in resume.events if event.kind != "flow_started"]
        items += [Seed(resume.partition, camera, values) for camera, values in resume.windows.items()]
    return items
