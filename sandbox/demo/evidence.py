"""Counts on the topics themselves: what was published, what came out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from confluent_kafka import Consumer
from confluent_kafka.admin import AdminClient

from flir_iqa.records import QualityRecord, read_result
from plumbing.kafka.clients import make_admin, make_consumer
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import RECORD_BYTES, partition_counts


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages on the topics."""

    published: int
    scored: int
    rejected: int

    @property
    def settled(self) -> bool:
        """Whether each published frame has its outcome."""
        return self.published == self.scored + self.rejected


class Evidence:
    """Reads the demo's topics; a context manager."""

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings) -> None:
        self._kafka = kafka
        self._topics = topics
        self._consumer: Consumer | None = None
        self._admin: AdminClient | None = None

    def __enter__(self) -> Self:
        self._consumer, _ = make_consumer(self._kafka, RECORD_BYTES)
        self._admin, _ = make_admin(self._kafka)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._consumer is not None:
            self._consumer.close()
            self._consumer = self._admin = None

    def count(self) -> Counts:
        """Count the messages; a topic that is not there yet has none."""
        names = (self._topics.frames, self._topics.results, self._topics.rejected)
        published, scored, rejected = (sum(high for _, high in self._bounds(name)) for name in names)
        return Counts(published, scored, rejected)

    def results(self) -> Sequence[QualityRecord]:
        """Read all results, partition by partition, in their order."""
        return list(self._read_results())

    def _read_results(self) -> Iterator[QualityRecord]:
        name = self._topics.results
        for partition, (low, high) in enumerate(self._bounds(name)):
            for message in read_range(self._open(), name, partition, low, high):
                record = read_result(message.value())
                if isinstance(record, QualityRecord):
                    yield record

    def _bounds(self, topic: str) -> list[tuple[int, int]]:
        assert self._admin is not None, "used outside of its `with`"  # noqa: S101 - our own invariant
        n_partitions = partition_counts(self._admin, [topic]).get(topic, 0)
        return [bounds(self._open(), topic, partition) for partition in range(n_partitions)]

    def _open(self) -> Consumer:
        assert self._consumer is not None, "used outside of its `with`"  # noqa: S101 - our own invariant
        return self._consumer
