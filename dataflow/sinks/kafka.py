"""Results to Kafka: result partition = frame partition."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Final

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from dataflow.items import Noted, Refused, ToSink
from dataflow.origin import Origin
from dataflow.tail_windows import CAMERAS_HEADER, CLOCK_HEADER
from flir_iqa.errors import BrokerError, FlirIqaError
from plumbing.kafka.clients import ClientErrors, make_producer
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import RECORD_BYTES
from plumbing.log_events import FRAME_REJECTED, STREAM_EVENT

log = logging.getLogger(__name__)

_SLICE_S: Final = 0.1
_LAST_WAIT_S: Final = 3.0
"""How long to wait for acknowledgements once the process is asked to end."""
_LONGEST_DETAIL: Final = 300
_CONFIG: Final = {
    "linger.ms": 2,
    # A record that timed out would be overtaken by those behind it, and a gap on the topic is a frame lost for ever.
    # So records wait as long as the producer lives, and our own limit ends all of it at once.
    "message.timeout.ms": 0,
    "enable.gapless.guarantee": True,
    "queue.buffering.max.messages": 20_000,
    "compression.type": "lz4",
}


class SecondWriterError(FlirIqaError):
    """Another process writes results of the same frames."""


class KafkaWriter:
    """One idempotent producer for all partitions of a process.

    Unit of parallelism: the process; not for use from several threads.

    Guarantee: per partition, what the broker holds of results and rejected records is at each moment a prefix, without
    a gap, of what was written: the producer keeps the order within a topic, and is flushed at each switch between the
    two, so that neither overtakes the other. So the last record says what is done, and a kill at any moment neither
    loses nor doubles an outcome. Events have no such order. Shown by
    `tests/chaos/test_scenarios.py::test_ten_kill_9_lose_double_and_change_nothing`, with bad frames among good.

    Failure: the first failed delivery, or an outage that outlasts its limit, is kept and raised by each later call;
    nothing is written after it
    (`tests/dataflow/test_crash.py::test_an_outage_beyond_the_limit_starts_the_flow_afresh_and_loses_nothing`). An
    acknowledged offset that does not follow the one before is a second writer, and a failure too
    (`tests/dataflow/test_crash.py::test_a_second_writer_is_found_out_and_ends_the_flow`).

    Args:
        kafka: The connection.
        topics: The topics.
        origin: The frame topic, which each record names.
        ends: Where each (topic, partition) of the result and rejected topics ends now.
        outage_limit_s: How long to wait without any acknowledgement.
        stopping: Whether the process was asked to end; then waiting is short.
        beat: Called while it waits, as a sign of life.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        topics: TopicSettings,
        origin: Origin,
        ends: Mapping[tuple[str, int], int],
        outage_limit_s: float,
        stopping: Callable[[], bool],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._topics = topics
        self._headers = origin.headers()
        self._ends = dict(ends)
        self._outage_limit_s = outage_limit_s
        self._stopping = stopping
        self._beat = beat
        self._latest_topic: dict[int, str] = {}
        self._n_open = 0
        self._moved_at = time.monotonic()  # the last acknowledgement, or the first write that waits for one
        self._hurried_at: float | None = None
        self._failure: FlirIqaError | None = None
        self._producer: Producer | None
        self.errors: ClientErrors
        self._producer, self.errors = make_producer(kafka, RECORD_BYTES, **_CONFIG)

    def write(self, item: ToSink) -> None:
        """Hand one record to the producer; waits while its queue is full, or a switch of topics asks for a flush.

        Raises:
            BrokerError: A delivery failed, or the outage limit is over.
            SecondWriterError: Another process writes too.
        """
        topic, key, value, headers = self._encode(item)
        _log(item)
        ordered = topic != self._topics.events
        first = ordered and item.partition not in self._latest_topic
        if ordered:
            if self._latest_topic.get(item.partition, topic) != topic:
                self.flush()
            self._latest_topic[item.partition] = topic
        while not self._produced(topic, key, value, item.partition, headers):
            self._serve(_SLICE_S)
        if first:
            self.flush()  # a second writer shows at the first record, not after a batch
        self.serve()

    def serve(self) -> None:
        """Take delivery reports; to be called also while no frame comes.

        Raises:
            BrokerError: A delivery failed, or the outage limit is over.
            SecondWriterError: Another process writes too.
        """
        self._serve(0)

    def flush(self) -> None:
        """Wait until all is acknowledged.

        Raises:
            BrokerError: A delivery failed, or the outage limit is over.
            SecondWriterError: Another process writes too.
        """
        self.serve()
        while self._n_open:
            try:
                self._open_producer().flush(_SLICE_S)  # in slices, so that a stop is seen
            except KafkaException as error:  # a fatal error came in the meantime
                self._give_up(error.args[0])
            self.serve()

    @property
    def waiting_s(self) -> float:
        """How long there was no acknowledgement though one is due; 0 while none is."""
        return time.monotonic() - self._moved_at if self._n_open else 0.0

    def close(self) -> None:
        """Drop what is not acknowledged: the next start scores it again. May be called twice."""
        if self._producer is not None:
            self._failure = self._failure or BrokerError("the writer of results is closed")
            self._producer.purge(in_queue=True, in_flight=False)  # what is in flight goes with the connection
            self._producer = None

    def _produced(
        self, topic: str, key: bytes | None, value: bytes, partition: int, headers: list[tuple[str, bytes]]
    ) -> bool:
        """Hand over one record; false when the queue is full."""
        self._raise_failure()
        try:
            self._open_producer().produce(
                topic, value, key, partition=partition, headers=list(headers), on_delivery=self._delivered
            )
        except BufferError:
            return False
        except KafkaException as error:  # a fatal error came in the meantime
            self._give_up(error.args[0])
            self._raise_failure()
        if not self._n_open:
            self._moved_at = time.monotonic()
        self._n_open += 1
        return True

    def _serve(self, timeout_s: float) -> None:
        self._beat()
        self._raise_failure()
        self._open_producer().poll(timeout_s)
        fatal = self.errors.fatal
        if fatal is not None:
            self._give_up(fatal)
        elif self._n_open:
            self._check_patience()
        self._raise_failure()

    def _check_patience(self) -> None:
        if self.waiting_s > self._outage_limit_s:
            reason = self.errors.latest or "no answer"
            self._fail(BrokerError(f"no result was acknowledged for {self._outage_limit_s:g} s: {reason}"))
        if self._stopping():
            self._hurried_at = self._hurried_at or time.monotonic()
            if time.monotonic() - self._hurried_at > _LAST_WAIT_S:
                text = f"{self._n_open} results are not acknowledged at the end; the next start looks after them"
                self._fail(BrokerError(text))

    def _encode(self, item: ToSink) -> tuple[str, bytes | None, bytes, list[tuple[str, bytes]]]:
        if isinstance(item, Noted):
            camera = item.event.camera_id
            return self._topics.events, camera.encode() if camera else None, item.event.to_json(), self._headers
        if isinstance(item, Refused):
            return self._topics.rejected, item.key, item.record.to_json(), [*self._headers, *item.shed.headers()]
        headers = [
            *self._headers,
            (CAMERAS_HEADER, str(item.n_cameras).encode()),
            (CLOCK_HEADER, str(item.clock_ms).encode()),
            *item.shed.headers(),
        ]
        return self._topics.results, item.record.camera_id.encode(), item.record.to_json(), headers

    def _delivered(self, error: KafkaError | None, message: Message) -> None:
        self._n_open -= 1
        self._moved_at = time.monotonic()
        place = (message.topic() or "", message.partition() or 0)
        if error is not None:
            reason = self.errors.latest or error.str()
            self._fail(BrokerError(f"a record for {place[0]}-{place[1]} was not delivered: {reason}"))
            return
        offset = message.offset() or 0
        expected = self._ends.get(place)
        if expected is not None and offset < expected:
            text = f"{place[0]}-{place[1]} was deleted and made again while it was written: its next offset is {offset}"
            self._fail(BrokerError(text))
        elif expected is not None and offset > expected:
            text = (
                f"{place[0]}-{place[1]} took a record at offset {offset}, expected {expected}: another process writes "
                "there too, and both may have written some results. Run one process for each shard, each once"
            )
            self._fail(SecondWriterError(text))
        elif expected is not None:
            self._ends[place] = offset + 1

    def _give_up(self, error: KafkaError) -> None:
        self._fail(BrokerError(f"the producer of results gave up: {error.str()}"))

    def _fail(self, failure: FlirIqaError) -> None:
        self._failure = self._failure or failure

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _open_producer(self) -> Producer:
        assert self._producer is not None  # noqa: S101 - close() leaves a failure, which is raised before
        return self._producer


def _log(item: ToSink) -> None:
    """Log what is worth more than a count; that a partition begins is told by the start of the flow."""
    if isinstance(item, Refused):
        record = item.record
        FRAME_REJECTED.log(
            log,
            camera_id=record.camera_id,
            partition=item.partition,
            frame_id=record.frame_id,
            reason=record.reason,
            detail=record.detail[:_LONGEST_DETAIL],
        )
    elif isinstance(item, Noted) and item.event.kind != "flow_started":
        event = item.event
        STREAM_EVENT.log(log, kind=event.kind, detail=event.detail, partition=item.partition, camera_id=event.camera_id)
