"""Frames from Kafka, from where the topics say."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bytewax.inputs import FixedPartitionedSource, StatefulSourcePartition
from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from dataflow.ending import Ending
from dataflow.items import Fetched, FromSource, Seed
from dataflow.metrics import FlowMetrics
from dataflow.resume import Resume
from dataflow.settings import FlowSettings
from flir_iqa.errors import BrokerError, FlirIqaError
from plumbing.kafka.reading import headers_of, is_permanent, time_of

CONSUMER_CONFIG: Final = {
    # The queue is shared by all partitions: what is fetched ahead of one delays the newest frame of another.
    "queued.min.messages": 64,
    "queued.max.messages.kbytes": 8192,
    "fetch.queue.backoff.ms": 10,
}
_BATCH: Final = 16
"""Frames taken at once: they are scored in the same thread, and a stop waits for them."""
_SEEDS: Final = 1000
_ASK_S: Final = 1.0
_LAG_EVERY: Final = timedelta(milliseconds=200)
_BUSY_FOR: Final = timedelta(seconds=1)


class FrameSource(FixedPartitionedSource[FromSource, None]):
    """Reads the given partitions of the frame topic with one consumer.

    Unit of parallelism: the process; it has one part with one consumer for all its partitions, since each librdkafka
    client costs a set of threads.

    Guarantee: from `Resume.offset` on, each frame that Kafka holds, once, in the order of its partition; exactly-once
    comes from starting where the outcomes end. Shown by
    `tests/dataflow/test_start.py::test_three_cameras_give_one_result_each_frame_in_order`.

    Failure: an error that will not pass by waiting ends the run, and the next one finds out what to do: frames that
    retention removed are told with from, to and count
    (`tests/dataflow/test_lost_frames.py::test_frames_that_retention_removed_before_a_slow_flow_came_to_them_are_told`),
    a topic that was made again is read from its oldest frame
    (`tests/dataflow/test_start.py::test_a_frame_topic_that_was_made_again_is_read_from_its_oldest_frame`). All other
    errors are left to librdkafka, which reconnects. Asked to stop, it ends the stream after the batch.

    Args:
        consumer: An open consumer (`CONSUMER_CONFIG`); who made it closes it, when the flow has ended.
        topic: The frame topic.
        settings: How often to look for frames.
        resumes: Where each partition goes on.
        metrics: Told of the lag.
        ending: Says when to end, and is told of a failure.
        serve: Called at each look for frames, so that delivery reports come also while no frame does; may raise.
    """

    def __init__(
        self,
        consumer: Consumer,
        topic: str,
        settings: FlowSettings,
        resumes: Sequence[Resume],
        metrics: FlowMetrics,
        ending: Ending,
        serve: Callable[[], None],
    ) -> None:
        self.consumer = consumer
        self.topic = topic
        self.settings = settings
        self.resumes = resumes
        self.metrics = metrics
        self.ending = ending
        self.serve = serve

    def list_parts(self) -> list[str]:
        """Return the one part."""
        return ["frames"]

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> "FramePart":
        """Begin to read."""
        self.consumer.assign([TopicPartition(self.topic, resume.partition, resume.offset) for resume in self.resumes])
        return FramePart(self)


class FramePart(StatefulSourcePartition[FromSource, None]):
    """The running source."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._beginnings: deque[FromSource] = deque(_beginnings(source.resumes))
        self._next = {resume.partition: resume.offset for resume in source.resumes}
        self._awake: datetime | None = None
        self._last_frame = self._lag_due = datetime.now(UTC)

    def next_batch(self) -> list[FromSource]:
        """Return what waits; never blocks."""
        if self._source.ending.near:
            raise StopIteration
        try:
            return self._next_batch()
        except FlirIqaError as error:
            self._source.ending.fail(error)
            raise StopIteration from error
        except KafkaException as error:
            failure = BrokerError(f"cannot read {self._source.topic}: {error.args[0].str()}")
            self._source.ending.fail(failure)
            raise StopIteration from error

    def next_awake(self) -> datetime | None:
        """Return when to look again: at once after frames, soon for a second, then less often."""
        return self._awake

    def snapshot(self) -> None:
        """Keep nothing: the result topic says where to go on."""
        return

    def _next_batch(self) -> list[FromSource]:
        self._source.serve()
        if self._beginnings:
            return [self._beginnings.popleft() for _ in range(min(_SEEDS, len(self._beginnings)))]
        batch = self._fetch()
        self._note_lag(datetime.now(UTC))
        self._schedule(bool(batch))
        return batch

    def _fetch(self) -> list[FromSource]:
        batch: list[FromSource] = []
        for message in self._source.consumer.consume(_BATCH, timeout=0):
            error = message.error()
            if error is None:
                fetched = fetched_of(message)
                batch.append(fetched)
                self._next[fetched.partition] = fetched.offset + 1
            elif is_permanent(error):
                text = f"cannot read {self._source.topic}: {error.str()}"
                raise BrokerError(text)
        return batch

    def _note_lag(self, now: datetime) -> None:
        """Tell the lag now and then: asking for each partition at each look would cost more than looking."""
        if now < self._lag_due:
            return
        self._lag_due = now + _LAG_EVERY
        consumer, lags = self._source.consumer, self._source.metrics.lags
        places = [TopicPartition(self._source.topic, partition) for partition in self._next]
        for place in consumer.position(places):
            _, high = consumer.get_watermark_offsets(place, cached=True)
            # the client's position also moves over what holds no frame: the marks of transactions
            lags.set_position(place.partition, max(self._next[place.partition], place.offset))
            lags.set_end(place.partition, high)

    def _schedule(self, came: bool) -> None:
        now = datetime.now(UTC)
        if came:
            self._last_frame, self._awake = now, None
            return
        settings = self._source.settings
        busy = now - self._last_frame < _BUSY_FOR
        self._awake = now + timedelta(milliseconds=settings.awake_ms if busy else settings.idle_ms)


def is_newest(consumer: Consumer, topic: str, frame: Fetched) -> bool:
    """Return whether no frame waits behind this one; true also where the broker does not say.

    The client knows where the partition ended when it last fetched. The broker is asked only where that says yes.
    """
    place = TopicPartition(topic, frame.partition)
    _, known_end = consumer.get_watermark_offsets(place, cached=True)
    if known_end > frame.offset + 1:
        return False
    try:
        _, end = consumer.get_watermark_offsets(place, timeout=_ASK_S)
    except KafkaException:
        return True
    return end <= frame.offset + 1


def fetched_of(message: Message) -> Fetched:
    """Take what the flow needs out of a message."""
    return Fetched(
        partition=message.partition() or 0,
        offset=message.offset() or 0,
        key=message.key(),
        value=message.value() or b"",
        headers=headers_of(message),
        timestamp=time_of(message),
    )


def _beginnings(resumes: Sequence[Resume]) -> list[FromSource]:
    """What comes before any frame: what the windows held."""
    items: list[FromSource] = []
    for resume in resumes:
        items += [Seed(resume.partition, camera, window) for camera, window in resume.windows.items()]
    return items
