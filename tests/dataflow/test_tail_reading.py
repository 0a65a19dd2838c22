"""The tail of a partition is read backwards, once, and within its limits."""

from datetime import timedelta

import pytest

from dataflow.tail_reading import TailLimits, newest_first
from plumbing.kafka.clients import make_consumer
from plumbing.kafka.reading import bounds
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import Topics
from tests.dataflow.test_start import create

pytestmark = pytest.mark.integration

MEGABYTE = 2**20
NO_LIMITS = TailLimits(records=10**6, size_bytes=10**12)


def read(kafka: KafkaSettings, topic: str, limits: TailLimits) -> list[int]:
    consumer, _ = make_consumer(kafka, 2 * MEGABYTE)
    try:
        low, high = bounds(consumer, topic, 0)
        return [message.offset() or 0 for message in newest_first(consumer, topic, 0, low, high, limits)]
    finally:
        consumer.close()


def test_each_record_comes_once_newest_first_up_to_each_limit(
    io: Topics, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    create(kafka, topics.frames, 1)
    for _ in range(40):
        io.put(None, b"x" * MEGABYTE)
    for _ in range(3000):
        io.put(None, b"x")
    io.flush()
    newest = list(range(3039, -1, -1))
    assert read(kafka, topics.frames, NO_LIMITS) == newest
    assert read(kafka, topics.frames, TailLimits(records=700)) == newest[:700]
    assert len(read(kafka, topics.frames, TailLimits(records=10**6, size_bytes=1000))) == 500
    assert read(kafka, topics.frames, TailLimits(records=10**6, duration=timedelta(0))) == []


def test_large_records_are_not_held_all_at_once(io: Topics, kafka: KafkaSettings, topics: TopicSettings) -> None:
    create(kafka, topics.frames, 1)
    for _ in range(80):
        io.put(None, b"x" * MEGABYTE)
    io.flush()
    assert read(kafka, topics.frames, NO_LIMITS) == list(range(79, -1, -1))


def test_what_the_tail_did_not_hold_is_told(io: Topics, make_flow: MakeFlow) -> None:
    flow = make_flow().start_reading()
    for seq in range(12):
        io.put_frame(("gate", "yard", "kiln")[seq // 4], seq, 0)
    io.flush()
    io.wait_for(results=12)
    assert flow.terminate() == 0
    flow = make_flow("--tail-limit", "6").start_reading()
    assert flow.terminate() == 0
    told = [event for event in io.events() if event.kind == "window_incomplete"]
    assert [(event.camera_id, event.n_frames) for event in told] == [("yard", 2), (None, None)]
    assert told[1].detail.startswith("further windows") and told[1].detail.endswith(": 1")
