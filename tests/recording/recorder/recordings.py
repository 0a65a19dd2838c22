"""Recordings of a real Kafka into memory, and messages for them."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from confluent_kafka import TopicPartition

from plumbing.kafka.clients import make_admin, make_producer
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.topics import TopicSpec, ensure_topics
from producers.background import in_background
from recording.message import RecordedMessage
from recording.recorder.options import RecordOptions
from recording.recorder.run import Recorder
from recording.recorder.tally import Outcome
from recording.recorder.testing import KeptFiles
from sandbox.waiting import wait_until

PATIENCE_S = 90.0
BEGIN_MS = 1_700_000_000_000
MAX_BYTES = 1_000_000


def make_topic(kafka: KafkaSettings, name: str, partitions: int = 2, **config: str) -> str:
    settings = {"retention.ms": "-1", "max.message.bytes": str(MAX_BYTES), **config}
    ensure_topics(make_admin(kafka)[0], [TopicSpec(name, partitions, 1, settings)], create=True)
    return name


def delete_topic(kafka: KafkaSettings, name: str) -> None:
    admin, _ = make_admin(kafka)  # its futures end with it
    admin.delete_topics([name])[name].result(PATIENCE_S)


def delete_records(kafka: KafkaSettings, topic: str, partition: int, before: int) -> None:
    place = TopicPartition(topic, partition, before)
    admin, _ = make_admin(kafka)
    admin.delete_records([place])[place].result(PATIENCE_S)


class Sender:
    """Sends numbered messages."""

    def __init__(self, kafka: KafkaSettings, topic: str, **config: Any) -> None:
        self.topic = topic
        self.producer, _ = make_producer(kafka, MAX_BYTES, **{"message.timeout.ms": 120_000, **config})

    def send(self, numbers: Sequence[int], partition: int = 0, key: bytes | None = b"gate") -> None:
        """Send messages a second apart by their timestamps, and wait until they are there."""
        for number in numbers:
            self.producer.produce(
                self.topic,
                b"message %d" % number,
                key,
                partition=partition,
                timestamp=BEGIN_MS + 1000 * number,
                headers=[("n", b"%d" % number), ("n", None)],
            )
        assert self.producer.flush(PATIENCE_S) == 0


class Running:
    """A recorder in a thread; stopped when the context is left."""

    def __init__(self, kafka: KafkaSettings, topics: str | Sequence[str], **options: Any) -> None:
        names = (topics,) if isinstance(topics, str) else tuple(topics)
        self.kept = KeptFiles()
        self._stop = threading.Event()
        self._recorder = Recorder(
            kafka=kafka,
            options=RecordOptions(out=Path("night.mcap"), topics=names, **options),
            max_message_bytes=MAX_BYTES,
            stopping=self._stop.is_set,
            open_writer=self.kept,
        )
        self._future: Future[Outcome] | None = None

    def __enter__(self) -> Self:
        self._future = in_background(self._recorder.run, "recorder")
        wait_until(lambda: self.kept.files or self.running.done(), PATIENCE_S, "it records")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()

    @property
    def running(self) -> "Future[Outcome]":
        assert self._future is not None
        return self._future

    def wait_for(self, n_messages: int) -> None:
        def there() -> bool:
            return len(self.kept.messages) >= n_messages or self.running.done()

        wait_until(there, PATIENCE_S, f"{n_messages} messages are recorded")

    def wait_for_gap(self) -> None:
        wait_until(lambda: self.kept.gaps, PATIENCE_S, "a gap is noted")

    def stop(self) -> Outcome:
        self._stop.set()
        return self.running.result(PATIENCE_S)

    def result(self) -> Outcome:
        return self.running.result(PATIENCE_S)


def record(kafka: KafkaSettings, topics: str | Sequence[str], **options: Any) -> tuple[KeptFiles, Outcome]:
    """Record something that ends by itself."""
    with Running(kafka, topics, **options) as running:
        return running.kept, running.result()


def offsets(messages: Sequence[RecordedMessage], partition: int = 0) -> list[int]:
    return [message.offset for message in messages if message.partition == partition]
