"""The topics of a flow: made or checked, and whether a flow has worked on them before, this process or any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from confluent_kafka import Consumer

from dataflow.origin import Origin, Relation
from dataflow.resume import tail_consumer
from plumbing.frames import Headers
from plumbing.kafka.clients import make_admin
from plumbing.kafka.reading import bounds, headers_of, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic, partition_counts, result_topics, topic_id

_NEWEST: Final = 1000
"""Records of a partition that are looked at; records of others may stand among them."""


@dataclass(frozen=True, slots=True)
class FlowTopics:
    """What a flow works on."""

    origin: Origin
    n_partitions: int
    """Of the frame topic, and of each of the others."""
    begun: bool
    """Whether any partition holds a record that a flow wrote of these topics, be they former ones of their names.

    A first start marks all partitions, those of other shards too. So where a flow has begun, a partition without any
    record was added to the topic later, and none of its frames may be passed over.
    """


def prepare_topics(kafka: KafkaSettings, names: TopicSettings) -> FlowTopics:
    """Make or check the topics. Where the frame topic was given more partitions, the others are given them too.

    Raises:
        TopicError: A topic is missing or not as it must be; with the remedy.
        BrokerError: The broker did not answer.
    """
    admin, _ = make_admin(kafka)
    ensure_topics(admin, [frame_topic(names)], names.create)
    counts = partition_counts(admin, [names.frames, names.results, names.rejected, names.events])
    n_partitions = counts.get(names.frames, names.partitions)
    frames_id = topic_id(admin, names.frames)
    with tail_consumer(kafka) as consumer:
        begun = _has_begun(consumer, names, Origin(names.frames, frames_id, names.results), counts)
    ensure_topics(admin, result_topics(names, n_partitions), names.create, exact=True, grow=begun)
    origin = Origin(names.frames, frames_id, names.results, topic_id(admin, names.results))
    return FlowTopics(origin, n_partitions, begun)


def _has_begun(consumer: Consumer, names: TopicSettings, origin: Origin, counts: Mapping[str, int]) -> bool:
    return any(
        _holds_ours(consumer, topic, partition, origin)
        for topic in (names.results, names.events, names.rejected)
        for partition in range(counts.get(topic, 0))
    )


def _holds_ours(consumer: Consumer, topic: str, partition: int, origin: Origin) -> bool:
    low, high = bounds(consumer, topic, partition)
    messages = read_range(consumer, topic, partition, max(low, high - _NEWEST), high)
    return any(_is_of_flow(origin, headers_of(message)) for message in messages)


def _is_of_flow(origin: Origin, headers: Headers) -> bool:
    """Whether a record is of these frames and stands beside these results, be it of former topics of their names."""
    relations = (origin.relation(headers), origin.results_relation(headers))
    return Relation.FOREIGN not in relations
