"""Frames and topics that vanish: what Kafka kept is scored, what it did not keep is told once."""

import signal

import pytest
from confluent_kafka import TopicPartition

from flir_iqa.records import EventRecord
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import PATIENCE_S, Topics, offsets_of
from tests.dataflow.test_start import create

pytestmark = pytest.mark.integration


def remove_frames(kafka: KafkaSettings, topics: TopicSettings, before: int) -> None:
    """Let go of the oldest frames of partition 0, as retention would."""
    place = TopicPartition(topics.frames, 0, before)
    admin, _ = make_admin(kafka)
    for future in admin.delete_records([place]).values():
        future.result(15)


def delete(kafka: KafkaSettings, *names: str) -> None:
    admin, _ = make_admin(kafka)
    for future in admin.delete_topics(list(names)).values():
        future.result(15)


def expired(io: Topics) -> list[EventRecord]:
    return [event for event in io.events() if event.kind == "frames_expired"]


def put(io: Topics, seqs: range) -> None:
    for seq in seqs:
        io.put_frame("gate", seq, 0)
    io.flush()


def test_frames_that_retention_removed_while_the_flow_was_down_are_told_once(
    io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    flow = make_flow().start_reading()
    put(io, range(5))
    io.wait_for(results=5)
    flow.kill()
    put(io, range(5, 12))
    remove_frames(kafka, topics, 12)
    for _ in range(2):  # killed before the next result: the event itself says where to go on
        flow.start_reading()
        flow.kill()
    put(io, range(12, 15))
    flow.start_reading()
    io.wait_for(results=8)
    (event,) = expired(io)
    assert (event.partition, event.from_offset, event.to_offset, event.n_frames) == (0, 5, 12, 7)
    assert offsets_of(io.results()) == [0, 1, 2, 3, 4, 12, 13, 14]
    assert [record.window_count for record in io.results()] == list(range(1, 9))


def test_frames_that_retention_removed_before_a_slow_flow_came_to_them_are_told(
    io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    flow = make_flow().start_reading()
    put(io, range(5))
    io.wait_for(results=5)
    flow.running.send_signal(signal.SIGSTOP)
    put(io, range(5, 40))
    remove_frames(kafka, topics, 40)
    flow.running.send_signal(signal.SIGCONT)
    put(io, range(40, 43))
    wait_until(lambda: 42 in offsets_of(io.results()), PATIENCE_S, "the last frame is scored")
    gone = [offset for event in expired(io) for offset in range(event.from_offset or 0, event.to_offset or 0)]
    assert sorted(gone + offsets_of(io.results())) == list(range(43))
    assert len(gone) >= 20
    assert flow.terminate() == 0


def test_a_result_topic_that_was_deleted_while_the_flow_runs_is_filled_again(
    io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    flow = make_flow().start_reading()
    put(io, range(3))
    io.put(b"gate", b"bad")
    io.flush()
    io.wait_for(results=3, rejected=1)
    delete(kafka, topics.results)
    put(io, range(4, 6))
    anew = Topics(kafka, topics)
    wait_until(lambda: anew.count(topics.results) == 5, 2 * PATIENCE_S, "all frames are scored again")
    assert offsets_of(anew.results()) == [0, 1, 2, 4, 5]
    assert [event.kind for event in anew.events()] == ["flow_started", "results_recreated"]
    assert flow.terminate() == 0


def test_topics_that_were_all_deleted_while_the_flow_runs_lose_no_new_frame(
    io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    flow = make_flow("--start", "latest").start_reading()
    put(io, range(3))
    io.wait_for(results=3)
    flow.running.send_signal(signal.SIGSTOP)  # so that the new topics hold frames before it looks
    delete(kafka, topics.frames, topics.results, topics.rejected, topics.events)
    create(kafka, topics.frames, 3)
    anew = Topics(kafka, topics)
    put(anew, range(10, 14))
    flow.running.send_signal(signal.SIGCONT)
    wait_until(lambda: anew.count(topics.results) == 4, 2 * PATIENCE_S, "the new frames are scored")
    assert [record.seq for record in anew.results()] == [10, 11, 12, 13]
    assert flow.terminate() == 0
