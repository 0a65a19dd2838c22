"""How far our clock and the broker's are apart, which falsifies latencies and makes frames look too old."""

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any, Final
from uuid import uuid4

from confluent_kafka import KafkaException, Message
from confluent_kafka.admin import AdminClient, NewTopic

from operate.doctor.finding import Finding
from operate.doctor.setup import Setup
from plumbing.kafka.clients import make_producer
from plumbing.kafka.settings import KafkaSettings

WARN_S: Final = 1.0
_REQUEST_S: Final = 15.0
_TRIES: Final = 5
_CONFIG: Final = {"message.timestamp.type": "LogAppendTime", "retention.ms": "60000"}


def check_clock(setup: Setup) -> Iterator[Finding]:
    """Have the broker stamp some records in a topic of our own, which is removed at once; no other check writes."""
    kafka, admin = setup.get(KafkaSettings), setup.cluster().admin()
    topic = f"flir-iqa-doctor-{uuid4().hex[:12]}"
    try:
        _done(admin.create_topics([NewTopic(topic, 1, 1, config=dict(_CONFIG))], request_timeout=_REQUEST_S)[topic])
    except (KafkaException, TimeoutError) as error:
        reason = error.args[0].str() if isinstance(error, KafkaException) else "no answer"
        yield Finding.warning("broker's clock", f"not measured, a topic for it may not be created: {reason}")
        return
    try:
        yield judge(*measure(kafka, topic))
    finally:
        _remove(admin, topic)


def measure(kafka: KafkaSettings, topic: str) -> tuple[float, float]:
    """Return how far the broker's clock is ahead of ours, and by how much that may be wrong, in seconds.

    Source: Cristian's algorithm; of several tries the one with the shortest way counts.
    """
    producer, _ = make_producer(kafka, 1000, **{"linger.ms": 0})
    tries = []
    for _ in range(_TRIES):
        stamps: list[int] = []
        begin = time.time()

        def take(_: object, message: Message, stamps: list[int] = stamps) -> None:
            if message.error() is None:
                stamps.append(message.timestamp()[1])

        producer.produce(topic, b"", on_delivery=take)
        producer.flush(_REQUEST_S)
        end = time.time()
        if stamps:
            tries.append(((end - begin) / 2, stamps[0] / 1000 - (begin + end) / 2))
    if not tries:
        return 0.0, float("inf")
    wrong_by, ahead = min(tries)
    return ahead, wrong_by


def judge(ahead_s: float, wrong_by_s: float) -> Finding:
    """Say whether two clocks agree."""
    if wrong_by_s == float("inf"):
        return Finding.warning("broker's clock", "not measured, the broker stamped no record in time")
    text = f"{abs(ahead_s):.3f} s {'ahead of' if ahead_s > 0 else 'behind'} ours, give or take {wrong_by_s:.3f} s"
    if abs(ahead_s) - wrong_by_s > WARN_S:
        return Finding.warning("broker's clock", text, "let both machines set their clocks by NTP (chrony, timesyncd)")
    return Finding.ok("broker's clock", text)


def _remove(admin: AdminClient, topic: str) -> None:
    with contextlib.suppress(KafkaException, TimeoutError):  # it holds some bytes, and a name that says what it is
        _done(admin.delete_topics([topic], request_timeout=_REQUEST_S)[topic])


def _done(future: "Future[Any]") -> None:
    future.result(_REQUEST_S)
