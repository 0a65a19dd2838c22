"""Two writers of the same results find each other out at the first record."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from dataflow.sinks.kafka import KafkaWriter, SecondWriterError
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, result_topics
from tests.dataflow.flows import ORIGIN, refused
from tests.dataflow.running import Topics

pytestmark = pytest.mark.integration


@pytest.fixture
def writers(kafka: KafkaSettings, topics: TopicSettings) -> Iterator[list[KafkaWriter]]:
    """Two that have both seen the topics empty."""
    ensure_topics(make_admin(kafka)[0], result_topics(topics, 3), create=True)
    ends = {(topic, partition): 0 for topic in (topics.results, topics.rejected) for partition in range(3)}
    with ExitStack() as stack:
        both = [KafkaWriter(kafka, topics, ORIGIN, ends, 60, lambda: False) for _ in range(2)]
        for writer in both:
            stack.callback(writer.close)
        yield both


def test_the_one_that_comes_second_writes_one_record_and_no_more(io: Topics, writers: list[KafkaWriter]) -> None:
    first, second = writers
    first.write(refused(0))
    with pytest.raises(SecondWriterError, match="took a record at offset 1, expected 0: another process writes there"):
        second.write(refused(0))
    with pytest.raises(SecondWriterError):
        second.write(refused(1))
    assert io.count(io.names.rejected) == 2


def test_the_one_that_came_first_finds_out_at_its_next_record(io: Topics, writers: list[KafkaWriter]) -> None:
    first, second = writers
    first.write(refused(0))
    with pytest.raises(SecondWriterError):
        second.write(refused(0))
    first.write(refused(1))
    with pytest.raises(SecondWriterError, match="took a record at offset 2, expected 1"):
        first.flush()


def test_writers_of_different_partitions_do_not_meet(io: Topics, writers: list[KafkaWriter]) -> None:
    for partition, writer in enumerate(writers):
        for offset in range(3):
            writer.write(refused(offset, partition))
        writer.flush()
    assert io.count(io.names.rejected) == 6
