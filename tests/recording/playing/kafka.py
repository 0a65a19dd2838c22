"""Topics of a real broker for replays."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from confluent_kafka import Message

from plumbing.kafka.clients import make_admin, make_consumer
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic
from recording.playing.kafka_outlet import KafkaOutlet
from recording.playing.rewriting import Rewriter

MAX_FRAME_BYTES = 200_000


def make_topic(kafka: KafkaSettings, name: str, partitions: int = 3) -> None:
    settings = TopicSettings(frames=name, partitions=partitions, max_frame_bytes=MAX_FRAME_BYTES)
    ensure_topics(make_admin(kafka)[0], [frame_topic(settings)], create=True)


def read_partition(kafka: KafkaSettings, topic: str, partition: int) -> list[Message]:
    consumer, _ = make_consumer(kafka, MAX_FRAME_BYTES)
    try:
        low, high = bounds(consumer, topic, partition)
        return list(read_range(consumer, topic, partition, low, high))
    finally:
        consumer.close()


def read_topic(kafka: KafkaSettings, topic: str, partitions: int = 3) -> list[Message]:
    """All messages, partition by partition."""
    return [message for partition in range(partitions) for message in read_partition(kafka, topic, partition)]


def source_ids(messages: Sequence[Message]) -> list[str]:
    return [dict(message.headers() or [])["source_frame_id"].decode() for message in messages]  # type: ignore[union-attr]


@contextmanager
def open_outlet(kafka: KafkaSettings, target: str, partitions: int = 3, **settings: Any) -> Iterator[KafkaOutlet]:
    rewriter = settings.pop("rewriter", Rewriter(replay_id="night"))
    outlet = KafkaOutlet(kafka, rewriter, {"thermal-frames": (target, partitions)}, MAX_FRAME_BYTES, **settings)
    try:
        yield outlet
    finally:
        outlet.close()
        outlet.close()
