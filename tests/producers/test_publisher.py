"""Publishing to a real Kafka."""

import time

import pytest

from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic
from producers.ledger import DropReason, Ledger
from producers.outbox import OutgoingFrame
from producers.publisher import Publisher
from producers.settings import ProduceSettings
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.producers.processes import published_frames

pytestmark = pytest.mark.integration


def test_all_that_is_offered_is_published_once_and_in_order(kafka: KafkaSettings, topics: TopicSettings) -> None:
    admin, _ = make_admin(kafka)
    ensure_topics(admin, [frame_topic(topics)], create=True)
    publisher = Publisher(kafka, topics.frames, topics.max_frame_bytes, ProduceSettings(queue_frames=1000))
    ledgers = {f"camera-{n}": Ledger() for n in range(5)}
    outboxes = {camera_id: publisher.outbox(camera_id, ledger, 5) for camera_id, ledger in ledgers.items()}
    publisher.start()
    now_ms = int(time.time() * 1000)  # Kafka refuses what lies an hour ahead
    for n in range(200):
        for camera_id, outbox in outboxes.items():
            ledgers[camera_id].captured()
            outbox.offer(OutgoingFrame(b"%d" % n, [], now_ms + n))
    wait_until(lambda: publisher.is_empty, 60, "all was published")
    assert publisher.problem is None
    publisher.close(0)
    frames = published_frames(kafka, topics)
    for camera_id, ledger in ledgers.items():
        assert [message.value() for message in frames[camera_id]] == [b"%d" % n for n in range(200)]
        assert [message.timestamp()[1] for message in frames[camera_id]] == [now_ms + n for n in range(200)]
        assert ledger.counts().published == 200


def test_without_a_broker_the_window_fails_in_time_and_the_rest_is_dropped_at_the_end() -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    publisher = Publisher(kafka, "frames", 100_000, ProduceSettings(delivery_timeout_s=1, window_frames=2))
    ledger = Ledger()
    outbox = publisher.outbox("gate", ledger, 1)
    publisher.start()
    for _ in range(20):
        ledger.captured()
        outbox.offer(OutgoingFrame(b"x", [], 0))
    wait_until(lambda: ledger.counts().dropped.get(DropReason.DELIVERY_FAILED, 0) >= 2, 30, "deliveries failed")
    assert "Kafka did not take a frame" in (publisher.problem or "")
    publisher.close(0)
    publisher.close(0)
    counts = ledger.counts()
    assert counts.in_flight == 0
    assert sum(counts.dropped.values()) == 20
    assert set(counts.dropped) == {DropReason.DELIVERY_FAILED, DropReason.STOPPED}
