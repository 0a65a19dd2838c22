"""Frames of a live topic, read beside whatever else reads it."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final
from uuid import uuid4

from confluent_kafka import TopicPartition

from dataflow.items import Fetched
from dataflow.sources.kafka import CONSUMER_CONFIG, fetched_of
from flir_iqa.errors import BrokerError, TopicError
from plumbing.kafka.clients import make_admin, make_consumer, wait_for_brokers
from plumbing.kafka.reading import bounds, is_permanent
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.topics import partition_counts

_BROKER_WAIT_S: Final = 10.0
_LOOK_S: Final = 0.05
_BATCH: Final = 16


def live_frames(
    kafka: KafkaSettings,
    topic: str,
    max_frame_bytes: int,
    duration_s: float,
    stopping: Callable[[], bool],
    left: Callable[[int], None],
) -> Iterator[Fetched]:
    """Yield the frames that come to a topic from now on.

    The reader has a group of its own, commits nothing and writes nothing. Models that are slower than the cameras lag
    behind; what has not been read when the time is over is left out.

    Args:
        kafka: The connection.
        topic: The topic.
        max_frame_bytes: Largest frame.
        duration_s: For how long.
        stopping: Whether to end before.
        left: Called at the end with the number of frames that came and were not read.

    Raises:
        TopicError: There is no such topic.
        BrokerError: It cannot be read.
    """
    wait_for_brokers(kafka, _BROKER_WAIT_S, stopping)
    n_partitions = partition_counts(make_admin(kafka)[0], [topic]).get(topic)
    if n_partitions is None:
        text = f"there is no topic {topic!r} at {kafka.bootstrap!r}: name one that cameras send to by --topic"
        raise TopicError(text)
    group = f"flir-iqa-shadow-{uuid4().hex[:12]}"
    consumer, _ = make_consumer(kafka, max_frame_bytes, **CONSUMER_CONFIG, **{"group.id": group})
    try:
        following = {partition: bounds(consumer, topic, partition)[1] for partition in range(n_partitions)}
        consumer.assign([TopicPartition(topic, partition, offset) for partition, offset in following.items()])
        deadline = time.monotonic() + duration_s
        while time.monotonic() < deadline and not stopping():
            for message in consumer.consume(_BATCH, timeout=_LOOK_S):
                error = message.error()
                if error is None:
                    frame = fetched_of(message)
                    following[frame.partition] = frame.offset + 1
                    yield frame
                elif is_permanent(error):
                    text = f"cannot read {topic}: {error.str()}"
                    raise BrokerError(text)
        with suppress(BrokerError):  # it is only a remark; what was scored counts
            left(sum(max(0, bounds(consumer, topic, each)[1] - offset) for each, offset in following.items()))
    finally:
        consumer.close()
