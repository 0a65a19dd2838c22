"""Recording what a real Kafka holds: by offsets and times, in the order of time, with what is missing told."""

from collections.abc import Callable

import pytest

from flir_iqa.errors import SettingsError, TopicError
from plumbing.kafka.settings import KafkaSettings
from recording.gaps import GapReason
from recording.message import TimestampType
from recording.recorder.tally import EndedBy
from tests.recording.recorder.recordings import (
    BEGIN_MS,
    Sender,
    delete_records,
    make_topic,
    offsets,
    record,
)

pytestmark = pytest.mark.integration

ALL = {"start": "beginning", "end": "end"}


@pytest.fixture(scope="module")
def history(kafka: KafkaSettings) -> str:
    """Messages 0 to 59, a second apart: even ones in partition 0, odd ones in partition 1."""
    topic = make_topic(kafka, "recorder-history")
    sender = Sender(kafka, topic)
    sender.send(range(0, 60, 2), 0)
    sender.send(range(1, 60, 2), 1, key=b"yard")
    return topic


def test_all_is_recorded_byte_for_byte_and_in_the_order_of_time(kafka: KafkaSettings, history: str) -> None:
    kept, outcome = record(kafka, history, **ALL)
    assert [message.value for message in kept.messages] == [b"message %d" % n for n in range(60)]
    seventh = kept.messages[7]
    assert (seventh.topic, seventh.partition, seventh.offset, seventh.key) == (history, 1, 3, b"yard")
    assert (seventh.timestamp_ms, seventh.timestamp_type) == (BEGIN_MS + 7000, TimestampType.CREATE)
    assert seventh.headers == (("n", b"7"), ("n", None))
    assert outcome.ended_by is EndedBy.END
    assert kept.gaps == []
    assert outcome.to_dict()["next_offsets"] == {history: {"0": 30, "1": 30}}
    assert [file.n_closed for file in kept.files] == [1]


def test_offsets_are_those_of_each_partition(kafka: KafkaSettings, history: str) -> None:
    kept, _ = record(kafka, history, start="10", end="13")
    assert (offsets(kept.messages, 0), offsets(kept.messages, 1)) == ([10, 11, 12], [10, 11, 12])


def test_times_are_those_of_the_messages(kafka: KafkaSettings, history: str) -> None:
    # 1 700 000 000 is 22:13:20
    kept, _ = record(kafka, history, start="2023-11-14T22:13:25Z", end="2023-11-14T22:13:30Z")
    assert [message.value for message in kept.messages] == [b"message %d" % n for n in range(5, 10)]
    kept, _ = record(kafka, history, start="2023-11-14T22:13:24.500Z", duration="2s")
    assert [message.value for message in kept.messages] == [b"message 5", b"message 6"]


def test_one_partition_and_one_camera_can_be_chosen(kafka: KafkaSettings, history: str) -> None:
    kept, _ = record(kafka, history, partitions=(1,), **ALL)
    assert {message.partition for message in kept.messages} == {1}
    kept, _ = record(kafka, history, cameras=frozenset({"yard"}), **ALL)
    assert {message.key for message in kept.messages} == {b"yard"}
    assert kept.gaps == []


def test_files_are_split_by_the_time_of_the_messages(kafka: KafkaSettings, history: str) -> None:
    kept, _ = record(kafka, history, split_ns=20_000_000_000, **ALL)
    assert [len(file.messages) for file in kept.files] == [20, 20, 20]


def test_largest_size_ends_it(kafka: KafkaSettings, history: str) -> None:
    kept, outcome = record(kafka, history, max_bytes=1000, **ALL)
    assert (len(kept.messages), outcome.ended_by) == (10, EndedBy.MAX_SIZE)


def test_nothing_to_record_ends_at_once(kafka: KafkaSettings, history: str) -> None:
    kept, outcome = record(kafka, history, start="end", end="end")
    assert (kept.messages, outcome.ended_by) == ([], EndedBy.END)


def test_several_topics_go_into_one_file(kafka: KafkaSettings, history: str, fresh_name: Callable[[str], str]) -> None:
    other = make_topic(kafka, fresh_name("results"), partitions=1)
    Sender(kafka, other).send(range(5))
    _, outcome = record(kafka, [history, other], **ALL)
    assert outcome.tally.topics == {history: 60, other: 5}


def test_messages_that_retention_removed_are_a_gap(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    topic = make_topic(kafka, fresh_name("frames"), partitions=1)
    Sender(kafka, topic).send(range(20))
    delete_records(kafka, topic, 0, before=15)
    kept, outcome = record(kafka, topic, start="3", end="18")
    assert offsets(kept.messages) == [15, 16, 17]
    assert [(gap.from_offset, gap.to_offset, gap.reason) for gap in kept.gaps] == [(3, 15, GapReason.RETENTION)]
    assert outcome.tally.n_missing == 12


def test_marks_and_aborted_messages_of_transactions_are_gaps(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = make_topic(kafka, fresh_name("frames"), partitions=1)
    sender = Sender(kafka, topic, **{"transactional.id": topic, "message.timeout.ms": 30_000})
    sender.producer.init_transactions()
    for number, finish in enumerate(
        (sender.producer.commit_transaction, sender.producer.abort_transaction, sender.producer.commit_transaction)
    ):
        sender.producer.begin_transaction()
        sender.send([number])
        finish()
    kept, _ = record(kafka, topic, **ALL)
    assert [message.value for message in kept.messages] == [b"message 0", b"message 2"]
    assert [(gap.from_offset, gap.to_offset) for gap in kept.gaps] == [(1, 4), (5, 6)]
    assert {gap.reason for gap in kept.gaps} == {GapReason.TRANSACTION}


def test_what_does_not_exist_is_refused_by_name(kafka: KafkaSettings, history: str) -> None:
    with pytest.raises(TopicError, match=r"there is no topic 'nothing-like-it'; there are '.+'"):
        record(kafka, "nothing-like-it", **ALL)
    with pytest.raises(SettingsError, match="has the partitions 0 to 1, got 7"):
        record(kafka, history, partitions=(7,), **ALL)
