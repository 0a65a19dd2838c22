"""Tails the results topic: a thread that reads all its partitions from their end into `RecentResults`."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final, Literal

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from control.recent_results import RecentResults
from flir_iqa.errors import BrokerError, FlirIqaError, RecordError
from flir_iqa.records import QualityRecord, read_result
from plumbing.kafka.clients import ClientErrors, make_consumer
from plumbing.kafka.reading import bounds, is_permanent
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.topics import RECORD_BYTES
from plumbing.log_events import RESULT_SKIPPED, RESULTS_FOLLOWED, RESULTS_LOST, UNFORESEEN
from plumbing.redaction import redact

log = logging.getLogger(__name__)

_BATCH: Final = 1000
_POLL_S: Final = 0.1
_CHECK_S: Final = 3.0
_REQUEST_S: Final = 1.0
_RETRY_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class TailStatus:
    """How the tail does; this is also what is known of the broker."""

    state: Literal["connecting", "waiting", "following", "lost"] = "connecting"
    """`waiting`: the broker answers, the topic is not there yet. `lost`: the broker does not answer."""
    topic: str = ""
    error: str | None = None


class ResultTail:
    """Reads the results of all cameras as they come, through outages of the broker.

    Unit of parallelism: one thread and one consumer for all partitions. Guarantee: each result that is written while
    it follows is taken once; after an error that waiting does not mend it goes on from the topic's end. A topic that
    is made while it waits is read from the beginning. Records of others and garbage are skipped.

    Args:
        kafka: The connection.
        topic: The topic to begin with.
        results: Where results go.
    """

    def __init__(self, kafka: KafkaSettings, topic: str, results: RecentResults) -> None:
        self._kafka = kafka
        self._topic = topic
        self._results = results
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._status = TailStatus(topic=topic)
        self._thread = threading.Thread(target=self._run, name="results", daemon=True)

    @property
    def status(self) -> TailStatus:
        """How the tail does now."""
        with self._lock:
            return self._status

    def start(self) -> None:
        """Start to read; returns at once."""
        self._thread.start()

    def follow(self, topic: str) -> None:
        """Read this topic from now on."""
        self._topic = topic

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop to read; may be called twice."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            topic = self._topic
            try:
                self._follow(topic)
            except (FlirIqaError, KafkaException) as error:
                self._set("lost", topic, redact(str(error)))
            except Exception as error:  # whatever it is, it must not end the dashboard; the status tells
                UNFORESEEN.log(log, exception=error, where=f"reading {topic}", reason=repr(error))
                self._set("lost", topic, repr(error))
            self._stopping.wait(_RETRY_S if topic == self._topic else 0)

    def _follow(self, topic: str) -> None:
        """Read one topic until another is wanted.

        Raises:
            BrokerError: It cannot be read any more.
        """
        consumer, errors = make_consumer(self._kafka, RECORD_BYTES)
        try:
            assigned = self._assign(consumer, errors, topic)
            next_check = time.monotonic() + _CHECK_S
            while assigned and self._wanted(topic):
                for message in consumer.consume(_BATCH, _POLL_S):
                    self._take(message)
                if time.monotonic() >= next_check:
                    assigned = self._check(consumer, errors, topic, assigned)
                    next_check = time.monotonic() + _CHECK_S
        finally:
            consumer.close()

    def _assign(self, consumer: Consumer, errors: ClientErrors, topic: str) -> int:
        """Wait for the topic and take all its partitions; return how many, 0 when it is not wanted any more."""
        from_end = True
        while self._wanted(topic):
            try:
                n_partitions = _count_partitions(consumer, topic)
            except KafkaException as error:
                consumer.poll(_POLL_S)  # serves the reason to `errors`
                self._set("lost", topic, errors.latest or redact(error.args[0].str()))
                continue
            if n_partitions:
                starts = [bounds(consumer, topic, p)[1] if from_end else 0 for p in range(n_partitions)]
                consumer.assign([TopicPartition(topic, p, start) for p, start in enumerate(starts)])
                self._set("following", topic)
                return n_partitions
            from_end = False
            self._set("waiting", topic)
            self._stopping.wait(_RETRY_S / 4)
        return 0

    def _check(self, consumer: Consumer, errors: ClientErrors, topic: str, assigned: int) -> int:
        """See whether the broker answers and the topic has grown; return how many partitions are assigned."""
        try:
            n_partitions = _count_partitions(consumer, topic)
        except KafkaException as error:
            self._set("lost", topic, errors.latest or redact(error.args[0].str()))
            return assigned
        if n_partitions < assigned:
            message = f"the topic {topic!r} was deleted, or made again smaller"
            raise BrokerError(message)
        if n_partitions > assigned:
            consumer.incremental_assign([TopicPartition(topic, p, 0) for p in range(assigned, n_partitions)])
        self._set("following", topic)
        return n_partitions

    def _take(self, message: Message) -> None:
        error = message.error()
        if error is not None:
            if is_permanent(error):
                text = f"cannot read {message.topic()}: {error.str()}"
                raise BrokerError(text)
            return
        try:
            record = read_result(message.value())
            if isinstance(record, QualityRecord):
                self._results.add(record)
        except RecordError as refusal:
            place = f"{message.topic()}-{message.partition()}-{message.offset()}"
            RESULT_SKIPPED.log(log, place=place, reason=str(refusal))

    def _wanted(self, topic: str) -> bool:
        return not self._stopping.is_set() and topic == self._topic

    def _set(self, state: Literal["waiting", "following", "lost"], topic: str, error: str | None = None) -> None:
        with self._lock:
            before, self._status = self._status, TailStatus(state, topic, error)
        if before.state != state:
            event = RESULTS_LOST if state == "lost" else RESULTS_FOLLOWED
            event.log(log, topic=topic, state=state, reason=error)


def _count_partitions(consumer: Consumer, topic: str) -> int:
    """Return how many partitions a topic has; 0 where there is no such topic."""
    found = consumer.list_topics(topic, timeout=_REQUEST_S).topics[topic]
    if found.error is None:
        return len(found.partitions)
    if found.error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART:
        return 0
    raise KafkaException(found.error)
