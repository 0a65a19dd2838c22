"""Recording a real Kafka as messages come: through an outage, a topic that is made again, more partitions."""

from collections.abc import Callable

import pytest
from confluent_kafka.admin import NewPartitions

from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings
from recording.gaps import GapReason
from recording.recorder.tally import EndedBy
from sandbox.broker import Broker
from tests.recording.recorder.recordings import PATIENCE_S, Running, Sender, delete_topic, make_topic, offsets

pytestmark = pytest.mark.integration


def test_it_records_from_now_until_it_is_stopped(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    topic = make_topic(kafka, fresh_name("frames"))
    sender = Sender(kafka, topic)
    sender.send(range(5))
    with Running(kafka, topic) as running:
        sender.send(range(5, 15))
        running.wait_for(10)
        assert running.stop().ended_by is EndedBy.STOP
    assert offsets(running.kept.messages) == list(range(5, 15))
    assert running.kept.gaps == []


def test_duration_from_now_goes_by_the_clock_whatever_the_messages_say(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = make_topic(kafka, fresh_name("frames"))
    sender = Sender(kafka, topic)  # its timestamps are of the year 2023
    with Running(kafka, topic, duration="3s") as running:
        sender.send(range(10))
        assert running.result().ended_by is EndedBy.END
    assert offsets(running.kept.messages) == list(range(10))


def test_offset_to_come_is_waited_for(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    topic = make_topic(kafka, fresh_name("frames"), partitions=1)
    sender = Sender(kafka, topic)
    sender.send(range(5))
    with Running(kafka, topic, start="8", end="12") as running:
        sender.send(range(5, 20))
        assert running.result().ended_by is EndedBy.END
    assert offsets(running.kept.messages) == [8, 9, 10, 11]
    assert running.kept.gaps == []


def test_partitions_that_a_topic_is_given_are_recorded_from_their_beginning(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = make_topic(kafka, fresh_name("frames"), partitions=1)
    with Running(kafka, topic) as running:
        admin, _ = make_admin(kafka)
        admin.create_partitions([NewPartitions(topic, 2)])[topic].result(PATIENCE_S)
        Sender(kafka, topic, **{"topic.metadata.refresh.interval.ms": 500}).send(range(4), partition=1)
        running.wait_for(4)
        running.stop()
    assert offsets(running.kept.messages, 1) == [0, 1, 2, 3]


def test_topic_made_again_is_a_gap_and_recorded_from_its_beginning(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = make_topic(kafka, fresh_name("frames"), partitions=1)
    Sender(kafka, topic).send(range(10))
    with Running(kafka, topic, start="beginning") as running:
        running.wait_for(10)
        delete_topic(kafka, topic)
        make_topic(kafka, topic, partitions=1)
        Sender(kafka, topic).send(range(100, 120))  # more than there were: offset 10 is there again
        running.wait_for(30)
        running.stop()
    assert offsets(running.kept.messages) == [*range(10), *range(20)]
    assert [(gap.from_offset, gap.reason) for gap in running.kept.gaps] == [(10, GapReason.TOPIC_RECREATED)]
    assert "topic id" in running.kept.gaps[0].detail


def test_outage_is_waited_out_and_nothing_is_skipped_or_doubled(own_broker: Broker) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    topic = make_topic(kafka, "frames", partitions=1)
    sender = Sender(kafka, topic)
    sender.send(range(50))
    with Running(kafka, topic, start="beginning") as running:
        running.wait_for(50)
        own_broker.kill()
        own_broker.restart()
        sender.send(range(50, 100))
        running.wait_for(100)
        own_broker.freeze()
        own_broker.thaw()
        sender.send(range(100, 120))
        running.wait_for(120)
        running.stop()
    assert offsets(running.kept.messages) == list(range(120))
    assert running.kept.gaps == []
