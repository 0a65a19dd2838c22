"""Tailing the results topic of a real Kafka, and reading frames back from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import simplejpeg
from confluent_kafka import Producer, TopicPartition

from control.errors import NoPictureError
from control.pictures import Pictures
from control.recent_results import RecentResults
from control.results import ResultTail
from flir_iqa.records import QualityRecord, format_timestamp
from plumbing.kafka.clients import make_admin, make_consumer, make_producer
from plumbing.kafka.reading import bounds
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic, result_topics
from sandbox.broker import Broker
from sandbox.waiting import wait_until
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem
from tests.control.test_recent_results import RECORD

pytestmark = pytest.mark.integration

JPEG = simplejpeg.encode_jpeg(np.full((64, 64, 1), 90, np.uint8), colorspace="GRAY")
ANCESTOR = (
    b'{"timestamp": "2025-01-01T00:00:00Z", "smoothing_window": 150, '
    b'"raw_image_quality": 0.5, "smoothed_image_quality": 0.5}'
)
GARBAGE = (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"frame_id": 7}', ANCESTOR)


def create(kafka: KafkaSettings, topics: TopicSettings) -> None:
    admin, _ = make_admin(kafka)
    ensure_topics(admin, [frame_topic(topics), *result_topics(topics, topics.partitions)], create=True)


@contextmanager
def tailing(kafka: KafkaSettings, topic: str) -> Iterator[tuple[ResultTail, RecentResults]]:
    results = RecentResults(100, 100)
    tail = ResultTail(kafka, topic, results)
    tail.start()
    try:
        yield tail, results
    finally:
        tail.stop()


def follows(tail: ResultTail, topic: str) -> None:
    wait_until(lambda: (tail.status.state, tail.status.topic) == ("following", topic), 60, "the tail to follow")


def write(kafka: KafkaSettings, topic: str, *values: bytes, partition: int = 0) -> None:
    producer, _ = make_producer(kafka, 1_000_000)
    for value in values:
        producer.produce(topic, value, key="gate", partition=partition)
    assert producer.flush(30) == 0


def result(camera_id: str = "gate", **fields: object) -> bytes:
    record: QualityRecord = replace(RECORD, camera_id=camera_id, **fields)  # type: ignore[arg-type]
    return record.to_json()


def test_results_of_all_partitions_are_taken_from_the_end_on(kafka: KafkaSettings, topics: TopicSettings) -> None:
    create(kafka, topics)
    write(kafka, topics.results, result("before"))
    with tailing(kafka, topics.results) as (tail, results):
        follows(tail, topics.results)
        for partition in range(topics.partitions):
            write(kafka, topics.results, result(f"camera-{partition}"), partition=partition)
        wait_until(lambda: results.count == topics.partitions, 30, "the results")
        assert results.camera_ids() == ["camera-0", "camera-1", "camera-2"]


def test_the_ancestors_records_and_garbage_are_skipped(kafka: KafkaSettings, topics: TopicSettings) -> None:
    create(kafka, topics)
    with tailing(kafka, topics.results) as (tail, results):
        follows(tail, topics.results)
        write(kafka, topics.results, *GARBAGE, result(), *GARBAGE, result("last"))
        wait_until(lambda: "last" in results.camera_ids(), 30, "the last result")
        assert results.count == 2
        assert tail.status.error is None


def test_a_topic_that_comes_later_is_read_from_its_beginning(kafka: KafkaSettings, topics: TopicSettings) -> None:
    with tailing(kafka, topics.results) as (tail, results):
        wait_until(lambda: tail.status.state == "waiting", 30, "the tail to wait")
        create(kafka, topics)
        write(kafka, topics.results, result())
        wait_until(lambda: results.count == 1, 30, "the first result")


def test_another_topic_can_be_followed(kafka: KafkaSettings, topics: TopicSettings) -> None:
    create(kafka, topics)
    with tailing(kafka, topics.results) as (tail, results):
        follows(tail, topics.results)
        tail.follow(topics.events)
        follows(tail, topics.events)
        write(kafka, topics.results, result("old"))
        write(kafka, topics.events, result("new"))
        wait_until(lambda: results.count == 1, 30, "the result")
        assert results.camera_ids() == ["new"]


def test_an_outage_of_the_broker_is_outlived(own_broker: Broker, topics: TopicSettings) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    create(kafka, topics)
    with tailing(kafka, topics.results) as (tail, results):
        follows(tail, topics.results)
        own_broker.kill()
        wait_until(lambda: tail.status.state == "lost", 60, "the outage to be seen")
        assert tail.status.error is not None
        own_broker.restart()
        follows(tail, topics.results)
        write(kafka, topics.results, result())
        wait_until(lambda: results.count == 1, 60, "a result after the outage")


def write_frame(kafka: KafkaSettings, topics: TopicSettings, value: bytes) -> str:
    """Write one message to the frames; return its frame id."""
    producer: Producer = make_producer(kafka, topics.max_frame_bytes)[0]
    places: list[tuple[int | None, int | None]] = []
    producer.produce(
        topics.frames, value, key="gate", on_delivery=lambda _, sent: places.append((sent.partition(), sent.offset()))
    )
    assert producer.flush(30) == 0
    return f"{topics.frames}-{places[0][0]}-{places[0][1]}"


def test_a_picture_is_read_back_with_its_age(kafka: KafkaSettings, topics: TopicSettings) -> None:
    create(kafka, topics)
    plane = make_plane(kafka, topics)
    with served(plane) as client:
        follows(plane.tail, topics.results)
        frame_ids = [write_frame(kafka, topics, JPEG + bytes([number])) for number in range(3)]
        for frame_id in (frame_ids[2], frame_ids[0], frame_ids[1], frame_ids[1]):
            timestamp = format_timestamp(datetime.now(UTC))
            plane.results.add(replace(RECORD, frame_id=frame_id, timestamp=timestamp))
            answer = client.get("/v1/cameras/gate/picture")
            assert answer.status_code == 200
            assert answer.content == JPEG + bytes([frame_ids.index(frame_id)])
            assert answer.headers["content-type"] == "image/jpeg"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-id"] == frame_id
        assert answer.headers["x-captured-at"].endswith("Z")
        assert 0 <= int(answer.headers["x-age-ms"]) < 60_000


@pytest.mark.parametrize("value", [b"<script>alert(1)</script>", b"\xff\xd8\xff", b""])
def test_what_is_no_jpeg_is_not_served(kafka: KafkaSettings, topics: TopicSettings, value: bytes) -> None:
    create(kafka, topics)
    plane = make_plane(kafka, topics)
    with served(plane) as client:
        follows(plane.tail, topics.results)
        plane.results.add(replace(RECORD, frame_id=write_frame(kafka, topics, value)))
        assert "is no JPEG" in assert_problem(client.get("/v1/cameras/gate/picture"), 404)


@pytest.mark.parametrize(
    "frame_id",
    ["", "x", "{frames}", "{frames}-0", "{frames}-0-x", "other-0-0", "{frames}-0--1", "{frames}-0-" + "9" * 30],
)
def test_a_frame_id_that_is_none_has_no_picture(kafka: KafkaSettings, topics: TopicSettings, frame_id: str) -> None:
    pictures = Pictures(kafka, topics)
    with pytest.raises(NoPictureError, match="is not one of the topic"):
        pictures.read(replace(RECORD, frame_id=frame_id.format(frames=topics.frames)))
    pictures.close()


def test_a_frame_that_left_the_topic_has_no_picture(kafka: KafkaSettings, topics: TopicSettings) -> None:
    create(kafka, topics)
    frame_id = write_frame(kafka, topics, JPEG)
    _, partition, offset = frame_id.rsplit("-", 2)
    admin, _ = make_admin(kafka)
    place = TopicPartition(topics.frames, int(partition), int(offset) + 1)
    admin.delete_records([place])[place].result(30)
    consumer, _ = make_consumer(kafka, 1_000_000)
    wait_until(lambda: bounds(consumer, topics.frames, int(partition))[0] > int(offset), 30, "the frame to go")
    consumer.close()
    pictures = Pictures(kafka, topics)
    with pytest.raises(NoPictureError, match="not in the topic any more"):
        pictures.read(replace(RECORD, frame_id=frame_id))
    with pytest.raises(NoPictureError, match="not in the topic any more"):
        pictures.read(replace(RECORD, frame_id=f"{topics.frames}-{partition}-999"))
    pictures.close()
