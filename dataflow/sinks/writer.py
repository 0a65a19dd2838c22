"""Writes results, rejected frames and events to Kafka, in order, and knows when that failed."""

import threading
import time
from collections.abc import Mapping
from typing import Final

from confluent_kafka import KafkaError, Message, Producer

from dataflow.items import Noted, Refused, ToSink
from dataflow.resume import TOPIC_ID_HEADER
from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import ClientErrors, make_producer
from plumbing.kafka.settings import KafkaSettings, TopicSettings

_SLICE_S: Final = 0.2
_RECORD_BYTES: Final = 1_000_000


class ResultWriter:
    """One idempotent producer for all partitions of a process.

    Unit of parallelism: the process. Delivery: per partition, results and rejected records reach the broker in the
    order of `write`: the producer keeps the order within a topic, and is flushed at each switch between the two, so
    that neither overtakes the other. Failure: the first failed delivery is kept and raised by each later call; nothing
    is written after it. An acknowledged offset that does not follow the one before means that somebody else writes too,
    and counts as failure.

    Args:
        kafka: The connection.
        topics: The topics.
        topic_id: The frame topic's incarnation, which each record carries.
        ends: Where each (topic, partition) of the result and rejected topics ends now.
        outage_limit_s: How long a record may wait for its broker.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        topics: TopicSettings,
        topic_id: str,
        ends: Mapping[tuple[str, int], int],
        outage_limit_s: float,
    ) -> None:
        self._topics = topics
        self._headers = [(TOPIC_ID_HEADER, topic_id.encode())]
        self._ends = dict(ends)
        self._outage_limit_s = outage_limit_s
        self._latest_topic: dict[int, str] = {}
        self._failure: str | None = None
        self._closed = threading.Event()
        config = {
            "linger.ms": 2,
            "message.timeout.ms": int(outage_limit_s * 1000),
            "queue.buffering.max.messages": 20_000,
            "compression.type": "lz4",
        }
        self._producer: Producer
        self.errors: ClientErrors
        self._producer, self.errors = make_producer(kafka, _RECORD_BYTES, **config)
        # Delivery reports shall come also while no frame does.
        self._poller = threading.Thread(target=self._poll, name="delivery-reports", daemon=True)
        self._poller.start()

    def write(self, partition: int, item: ToSink) -> None:
        """Hand one record to the producer; waits while its queue is full.

        Raises:
            BrokerError: A delivery failed, or the queue stays full for the outage limit.
        """
        self.check()
        topic, key, value = self._encode(item)
        if topic != self._topics.events:
            if self._latest_topic.get(partition, topic) != topic:
                self.flush(self._outage_limit_s)
            self._latest_topic[partition] = topic
        deadline = time.monotonic() + self._outage_limit_s
        while True:
            try:
                self._producer.produce(
                    topic, value, key, partition=partition, headers=list(self._headers), on_delivery=self._delivered
                )
                return
            except BufferError:
                self.check()
                if time.monotonic() > deadline:
                    message = f"the queue of results is full for {self._outage_limit_s:g} s: {self.errors.latest}"
                    raise BrokerError(message) from None
                time.sleep(_SLICE_S)

    def flush(self, timeout_s: float) -> None:
        """Wait until all is acknowledged.

        Raises:
            BrokerError: A delivery failed, or some are still open after `timeout_s`.
        """
        deadline = time.monotonic() + timeout_s
        while (n_open := self._producer.flush(_SLICE_S)) > 0:
            self.check()
            if time.monotonic() > deadline:
                message = f"{n_open} results are not acknowledged after {timeout_s:g} s: {self.errors.latest}"
                raise BrokerError(message)
        self.check()

    def check(self) -> None:
        """Raise the first failure, if there was one.

        Raises:
            BrokerError: A delivery failed, or somebody else writes too.
        """
        fatal = self.errors.fatal
        if self._failure is None and fatal is not None:
            self._failure = fatal.str()
        if self._failure is not None:
            raise BrokerError(self._failure)

    def close(self) -> None:
        """Drop what is not acknowledged: a fresh start scores it again. May be called twice."""
        if not self._closed.is_set():
            self._closed.set()
            self._poller.join()
            self._producer.purge(in_queue=True, in_flight=True, blocking=False)
            self._producer.flush(_SLICE_S)

    def _encode(self, item: ToSink) -> tuple[str, bytes | None, bytes]:
        if isinstance(item, Noted):
            camera = item.event.camera_id
            return self._topics.events, camera.encode() if camera else None, item.event.to_json()
        if isinstance(item, Refused):
            return self._topics.rejected, item.key, item.record.to_json()
        return self._topics.results, item.camera_id.encode(), item.to_json()

    def _poll(self) -> None:
        while not self._closed.is_set():
            self._producer.poll(_SLICE_S)

    def _delivered(self, error: KafkaError | None, message: Message) -> None:
        place = (message.topic() or "", message.partition() or 0)
        if error is not None:
            self._fail(f"a record for {place[0]}-{place[1]} was not delivered: {self.errors.latest or error.str()}")
            return
        offset = message.offset() or 0
        expected = self._ends.get(place)
        if expected is not None and offset != expected:
            self._fail(
                f"{place[0]}-{place[1]} took a result at offset {offset}, expected {expected}: another process writes "
                "there too. Run one `flir-iqa flow` per result topic"
            )
        elif expected is not None:
            self._ends[place] = offset + 1

    def _fail(self, text: str) -> None:
        if self._failure is None:
            self._failure = text
