"""The four topics of a flow, read with consumers that join no group and commit nothing."""

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Final, Self

from confluent_kafka import Message

from dataflow.origin import Origin
from flir_iqa.errors import TopicError
from plumbing.kafka.clients import make_admin, make_consumer, wait_for_brokers
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import RECORD_BYTES, partition_counts, topic_id
from reconcile.tally import Span
from recording.recorder.bounds import Bound
from recording.recorder.offsets import Offsets
from recording.recorder.place import Place

_BROKERS_S: Final = 10.0
_LEAST_S: Final = 60.0
_LEAST_RATE_HZ: Final = 500.0
"""Records a second below which reading a range counts as broken off."""
_FRAMES_CONFIG: Final = {"queued.min.messages": 16, "queued.max.messages.kbytes": 16_384}


class FlowTopics:
    """Reads partitions of a flow's topics; a context manager.

    Args:
        kafka: The connection.
        names: The topics.

    Raises:
        BrokerError: No broker answers.
        TopicError: The frame topic or the result topic is missing, or their partitions do not fit.
    """

    def __init__(self, kafka: KafkaSettings, names: TopicSettings) -> None:
        wait_for_brokers(kafka, _BROKERS_S)
        admin, _ = make_admin(kafka)
        self._names = names
        self._counts = partition_counts(admin, [names.frames, names.results, names.rejected, names.events])
        self._check()
        ids = [topic_id(admin, name) for name in (names.frames, names.results)]
        self.origin = Origin(names.frames, ids[0], names.results, ids[1])
        self._records, _ = make_consumer(kafka, RECORD_BYTES, **{"fetch.wait.max.ms": 5})
        self._frames, _ = make_consumer(kafka, names.max_frame_bytes, **_FRAMES_CONFIG)

    @property
    def n_partitions(self) -> int:
        """Partitions of the frame topic."""
        return self._counts[self._names.frames]

    def extent(self, topic: str, partition: int) -> Span:
        """Return the offsets that a partition holds; of a topic that is not there, none.

        Raises:
            BrokerError: The broker did not say.
        """
        if topic not in self._counts:
            return Span(0, 0)
        return Span(*bounds(self._records, topic, partition))

    def find(self, topic: str, bound: Bound) -> Mapping[int, int]:
        """Return the offset of each partition that a bound stands for.

        Raises:
            BrokerError: The broker did not say.
        """
        if topic not in self._counts:
            return {}
        places = [Place(topic, partition) for partition in range(self.n_partitions)]
        found = Offsets(self._records).find(places, bound)
        return {place.partition: offset for place, offset in found.items()}

    def read(self, topic: str, partition: int, span: Span) -> Iterator[Message]:
        """Read the messages of a span; one reading at a time of frames, and one of records.

        Raises:
            BrokerError: They cannot be read.
        """
        consumer = self._frames if topic == self._names.frames else self._records
        patience_s = _LEAST_S + span.n_frames / _LEAST_RATE_HZ
        return read_range(consumer, topic, partition, span.start, span.end, patience_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._records.close()
        self._frames.close()

    def _check(self) -> None:
        for name in (self._names.frames, self._names.results):
            if name not in self._counts:
                message = f"there is no topic {name!r}: name the topics of the flow with --frames and --results"
                raise TopicError(message)
        n_frames = self._counts[self._names.frames]
        for name, count in self._counts.items():
            if count < n_frames:
                message = f"the topic {name!r} has {count} partitions, {self._names.frames!r} has {n_frames}: no flow"
                raise TopicError(message)
