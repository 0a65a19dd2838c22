"""How far the consumer of a replay is: read from what it writes, or from what it commits."""

import json
import threading
from collections.abc import Collection
from typing import Final, Protocol

from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, KafkaException, TopicPartition

from flir_iqa.errors import BrokerError, FlirIqaError, TopicError
from plumbing.kafka.clients import make_admin, make_consumer
from plumbing.kafka.reading import bounds, is_permanent
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import RECORD_BYTES, partition_counts
from plumbing.redaction import redact

Place = tuple[str, int]
"""A topic and a partition of it."""

_WAIT_S: Final = 0.1
_REQUEST_S: Final = 10.0
_LONGEST_ID: Final = 300


class Follower(Protocol):
    """Knows how far a consumer is. Its numbers are a moment old at most."""

    def next_offset(self, place: Place) -> int:
        """Return the first offset that the consumer has not done; 0 where it has done none.

        Raises:
            BrokerError: It cannot be told any more.
        """
        ...

    def close(self) -> None:
        """Stop following. May be called twice."""
        ...


class _Following:
    """A thread that keeps `next_offset`s up to date; what it raises is raised by the next question."""

    def __init__(self, name: str) -> None:
        self._next: dict[Place, int] = {}
        self._failure: FlirIqaError | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def next_offset(self, place: Place) -> int:
        """Return the first offset that the consumer has not done; 0 where it has done none.

        Raises:
            BrokerError: It cannot be told any more.
        """
        if self._failure is not None:
            raise self._failure
        return self._next.get(place, 0)

    def close(self) -> None:
        """Stop following. May be called twice."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_REQUEST_S)

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                self._look()
        except KafkaException as error:
            self._failure = BrokerError(f"the consumer cannot be followed: {redact(error.args[0].str())}")
        except FlirIqaError as error:
            self._failure = error

    def _look(self) -> None:
        raise NotImplementedError


class ResultsFollower(_Following):
    """Follows a dataflow by its results and rejected frames: each names the frame that it is about.

    Args:
        kafka: The connection.
        topics: Where the results and the rejected frames of the replay come.

    Raises:
        TopicError: There is no topic of results.
        BrokerError: The broker does not answer.
    """

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings) -> None:
        super().__init__("results-follower")
        counts = partition_counts(make_admin(kafka)[0], [topics.results, topics.rejected])
        if topics.results not in counts:
            message = (
                f"--max-lag follows the topic of results {topics.results!r}, and there is none: start the dataflow of "
                "the replayed frames first, name its topic with --results, or follow a group with --follow-group"
            )
            raise TopicError(message)
        self._consumer, _ = make_consumer(kafka, RECORD_BYTES, **{"fetch.wait.max.ms": 20})
        self._consumer.assign(_ends(self._consumer, counts))
        self._thread.start()

    def _look(self) -> None:
        for message in self._consumer.consume(500, timeout=_WAIT_S):
            error = message.error()
            if error is not None:
                if is_permanent(error):
                    text = f"the results cannot be followed: {redact(error.str())}"
                    raise BrokerError(text)
                continue
            found = place_in(message.value())
            if found is not None:
                place, offset = found
                self._next[place] = max(self._next.get(place, 0), offset + 1)

    def close(self) -> None:
        """Stop following. May be called twice."""
        already = self._ended.is_set()
        super().close()
        if not already:
            self._consumer.close()


class GroupFollower(_Following):
    """Follows any consumer group by the offsets that it commits.

    Args:
        kafka: The connection.
        group: The group's id.
        places: The partitions of the replay.
    """

    def __init__(self, kafka: KafkaSettings, group: str, places: Collection[Place]) -> None:
        super().__init__("group-follower")
        self._admin, _ = make_admin(kafka)
        self._group = group
        self._request = ConsumerGroupTopicPartitions(group, [TopicPartition(*place) for place in sorted(places)])
        self._thread.start()

    def _look(self) -> None:
        (answer,) = self._admin.list_consumer_group_offsets([self._request], request_timeout=_REQUEST_S).values()
        try:
            found = answer.result(_REQUEST_S)
        except TimeoutError:
            return
        except KafkaException as error:
            if error.args[0].retriable():
                return
            raise
        for each in found.topic_partitions or []:
            if each.error is None and each.offset >= 0:
                self._next[each.topic, each.partition] = each.offset
        self._ended.wait(_WAIT_S)


def place_in(value: bytes | None) -> tuple[Place, int] | None:
    """Return which frame a result or rejected record is about; `None` where it does not say."""
    text = frame_id_in(value)
    if text is None or len(text) > _LONGEST_ID:
        return None
    rest, _, offset = text.rpartition("-")
    topic, _, partition = rest.rpartition("-")
    if not (topic and partition.isascii() and partition.isdigit() and offset.isascii() and offset.isdigit()):
        return None
    return (topic, int(partition)), int(offset)


def frame_id_in(value: bytes | None) -> str | None:
    """Return the `frame_id` of a record; `None` where it is no such record."""
    try:
        data = json.loads(value or b"")
    except (ValueError, RecursionError):
        return None
    text = data.get("frame_id") if isinstance(data, dict) else None
    return text if isinstance(text, str) else None


def _ends(consumer: Consumer, counts: dict[str, int]) -> list[TopicPartition]:
    """Return the present ends of all partitions."""
    places = [(topic, partition) for topic, n in counts.items() for partition in range(n)]
    return [TopicPartition(topic, partition, bounds(consumer, topic, partition)[1]) for topic, partition in places]
