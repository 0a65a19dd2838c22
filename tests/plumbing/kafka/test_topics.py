"""Topics on a real broker: created as asked, or checked with the remedy in the error; ranges read to their end."""

from uuid import uuid4

import pytest
from confluent_kafka.admin import AdminClient, NewTopic

from flir_iqa.errors import BrokerError, TopicError
from plumbing.kafka.clients import make_admin, make_consumer, make_producer, wait_for_brokers
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import (
    TopicSpec,
    ensure_topics,
    frame_topic,
    partition_counts,
    result_topics,
    topic_id,
)
from sandbox.broker import Broker
from sandbox.ports import free_port
from sandbox.waiting import wait_until

pytestmark = pytest.mark.integration


@pytest.fixture
def kafka(broker: Broker) -> KafkaSettings:
    return KafkaSettings(bootstrap=broker.bootstrap)


@pytest.fixture
def admin(kafka: KafkaSettings) -> AdminClient:
    return make_admin(kafka)[0]


def fresh(partitions: int = 3, max_message_bytes: int = 1_000_000) -> TopicSpec:
    return TopicSpec(f"t-{uuid4().hex[:10]}", partitions, 1, {"max.message.bytes": str(max_message_bytes)})


def make(admin: AdminClient, spec: TopicSpec) -> None:
    admin.create_topics([NewTopic(spec.name, spec.partitions, 1, config=spec.config)])[spec.name].result(15)
    wait_until(lambda: partition_counts(admin, [spec.name]) == {spec.name: spec.partitions}, 60, "the topic is there")


def test_a_missing_topic_is_created_and_then_found_good(admin: AdminClient) -> None:
    spec = fresh(partitions=5)
    ensure_topics(admin, [spec], create=True)
    wait_until(lambda: partition_counts(admin, [spec.name]) == {spec.name: 5}, 15, "the topic is there")
    ensure_topics(admin, [spec], create=False, exact=True)


def test_a_missing_topic_that_may_not_be_created_is_an_error_with_the_command(admin: AdminClient) -> None:
    with pytest.raises(TopicError, match=r"create = false: kafka-topics.sh --create --topic t-\w+ --partitions 3"):
        ensure_topics(admin, [fresh()], create=False)


def test_a_topic_with_fewer_partitions_is_an_error_with_the_command(admin: AdminClient) -> None:
    spec = fresh(partitions=2)
    make(admin, spec)
    wanted = TopicSpec(spec.name, 12, 1, spec.config)
    with pytest.raises(TopicError, match=r"has 2 partitions, 12 are needed: kafka-topics.sh --alter .*--partitions 12"):
        ensure_topics(admin, [wanted], create=True)


def test_more_partitions_are_good_unless_just_as_many_are_asked_for(admin: AdminClient) -> None:
    spec = fresh(partitions=4)
    make(admin, spec)
    wanted = TopicSpec(spec.name, 3, 1, spec.config)
    ensure_topics(admin, [wanted], create=True)
    with pytest.raises(TopicError, match="has 4 partitions, 3 are needed"):
        ensure_topics(admin, [wanted], create=True, exact=True)


def test_a_topic_is_given_the_partitions_that_it_lacks_where_that_is_wanted(admin: AdminClient) -> None:
    spec = fresh(partitions=2)
    make(admin, spec)
    wanted = TopicSpec(spec.name, 5, 1, spec.config)
    with pytest.raises(TopicError, match="has 2 partitions, 5 are needed"):
        ensure_topics(admin, [wanted], create=False, exact=True, grow=True)
    for _ in range(2):
        ensure_topics(admin, [wanted], create=True, exact=True, grow=True)
        assert partition_counts(admin, [spec.name]) == {spec.name: 5}


@pytest.mark.parametrize(("replication", "least"), [(1, None), (2, None), (3, "2")])
def test_three_replicas_mean_that_two_must_have_a_record(replication: int, least: str | None) -> None:
    settings = TopicSettings(replication=replication)
    for spec in (frame_topic(settings), *result_topics(settings, 3)):
        assert spec.config.get("min.insync.replicas") == least


def test_a_topic_that_takes_too_small_messages_is_an_error_with_the_command(admin: AdminClient) -> None:
    spec = fresh(max_message_bytes=50_000)
    make(admin, spec)
    wanted = frame_topic(TopicSettings(frames=spec.name, partitions=3, max_frame_bytes=1_000_000))
    with pytest.raises(TopicError, match=r"takes messages of 50000 bytes, 1100000 are needed: kafka-configs.sh"):
        ensure_topics(admin, [wanted], create=True)


def test_a_topic_made_anew_has_another_id(admin: AdminClient) -> None:
    spec = fresh()
    make(admin, spec)
    first = topic_id(admin, spec.name)
    assert topic_id(admin, spec.name) == first
    admin.delete_topics([spec.name])[spec.name].result(15)
    wait_until(lambda: not partition_counts(admin, [spec.name]), 15, "the topic is gone")
    make(admin, spec)
    assert topic_id(admin, spec.name) != first


def test_a_range_is_read_to_its_end_and_no_further(kafka: KafkaSettings, admin: AdminClient) -> None:
    spec = fresh(partitions=1)
    make(admin, spec)
    producer, _ = make_producer(kafka, 1_000_000)
    for count in range(2500):
        producer.produce(spec.name, str(count).encode(), partition=0)
    assert producer.flush(30) == 0
    consumer, _ = make_consumer(kafka, 1_000_000)
    try:
        assert bounds(consumer, spec.name, 0) == (0, 2500)
        values = [int(message.value() or b"") for message in read_range(consumer, spec.name, 0, 100, 2300)]
        assert values == list(range(100, 2300))
        assert list(read_range(consumer, spec.name, 0, 7, 7)) == []
    finally:
        consumer.close()


def test_a_range_of_a_topic_that_is_not_there_is_an_error(kafka: KafkaSettings) -> None:
    consumer, _ = make_consumer(kafka, 1_000_000)
    try:
        with pytest.raises(BrokerError, match="nowhere-at-all"):
            bounds(consumer, "nowhere-at-all", 0)
    finally:
        consumer.close()


def test_a_broker_that_is_not_there_is_named_with_the_reason_and_the_remedy() -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with pytest.raises(
        BrokerError, match=r"no Kafka broker answers at '127.0.0.1:\d+'.*connection refused.*--bootstrap"
    ):
        wait_for_brokers(kafka, timeout_s=2)


def test_a_wait_for_brokers_ends_early_when_the_process_stops() -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with pytest.raises(BrokerError):
        wait_for_brokers(kafka, timeout_s=3600, stopping=lambda: True)


def test_a_broker_that_is_there_answers(kafka: KafkaSettings) -> None:
    assert wait_for_brokers(kafka, timeout_s=30).brokers
