"""Where a flow begins, and what it says when it cannot."""

from pathlib import Path

import pytest
from confluent_kafka.admin import NewTopic

from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import partition_counts
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import PATIENCE_S, FlowProcess, Topics, offsets_of

pytestmark = pytest.mark.integration

ANCESTOR = b'{"timestamp":"t","smoothing_window":150,"raw_image_quality":0.1,"smoothed_image_quality":0.2}'


def create(kafka: KafkaSettings, name: str, n_partitions: int, **config: str) -> None:
    topic = NewTopic(name, n_partitions, 1, config={"max.message.bytes": "8000000", **config})
    admin, _ = make_admin(kafka)
    admin.create_topics([topic])[name].result(15)
    wait_until(lambda: partition_counts(admin, [name]) == {name: n_partitions}, PATIENCE_S, f"{name} is there")


def test_three_cameras_give_one_result_each_frame_in_order(io: Topics, make_flow: MakeFlow) -> None:
    flow = make_flow().start_reading()
    for seq in range(20):
        for partition, camera in enumerate(("gate", "yard", "kiln")):
            io.put_frame(camera, seq, partition)
    io.flush()
    io.wait_for(results=60)
    assert flow.terminate() == 0
    for partition, camera in enumerate(("gate", "yard", "kiln")):
        records = io.results(partition)
        assert [record.frame_id for record in records] == [f"{io.names.frames}-{partition}-{n}" for n in range(20)]
        assert {(record.camera_id, record.stream_id, record.smoothing_window) for record in records} == {
            (camera, "s", 150)
        }
        assert [record.seq for record in records] == list(range(20))
        assert all(0 <= record.raw_image_quality <= 1 for record in records)


def test_a_new_result_topic_begins_at_the_frames_end_or_at_the_oldest(
    io: Topics, kafka: KafkaSettings, make_flow: MakeFlow, topics: TopicSettings
) -> None:
    create(kafka, topics.frames, 3)
    io.put_frame("gate", 0, 0)
    io.flush()
    names = ("results", "rejected", "events")
    other = topics.model_copy(update={name: f"other-{getattr(topics, name)}" for name in names})
    make_flow("--start", "latest").start_reading()
    make_flow("--start", "earliest", on=other, log="other.log").start_reading()
    io.put_frame("gate", 1, 0)
    io.flush()
    everything = Topics(kafka, other)
    io.wait_for(results=1)
    everything.wait_for(results=2)
    assert offsets_of(io.results()) == [1]
    assert offsets_of(everything.results()) == [0, 1]


def test_frames_that_came_while_a_flow_without_any_result_was_down_are_scored(io: Topics, make_flow: MakeFlow) -> None:
    flow = make_flow("--start", "latest").start_reading()
    flow.kill()
    io.put_frame("gate", 0, 1)
    io.flush()
    flow.start_reading()
    io.wait_for(results=1)
    assert offsets_of(io.results(1)) == [0]


def test_records_of_others_in_the_result_topic_are_left_alone(
    io: Topics, kafka: KafkaSettings, make_flow: MakeFlow, topics: TopicSettings
) -> None:
    create(kafka, topics.results, 3)
    foreign = f'{{"frame_id":"{topics.frames}-0-999"}}'.encode()
    for value in (ANCESTOR, b"garbage", b"", b"[" * 100_000, foreign):
        io.put(None, value, topic=topics.results)
    io.flush()
    make_flow().start_reading()
    io.put_frame("gate", 0, 0)
    io.flush()
    io.wait_for(results=6)
    (record,) = io.messages(topics.results, 0)[5:]
    assert record.key() == b"gate"
    assert dict(record.headers() or [])["frame_topic"] == topics.frames.encode()


def test_a_window_starts_anew_with_another_size(io: Topics, make_flow: MakeFlow) -> None:
    for size, count in ((5, 3), (5, 2), (4, 2)):
        flow = make_flow("--smoothing-window", str(size)).start_reading()
        before = io.count(io.names.results)
        for seq in range(count):
            io.put_frame("gate", seq, 0)
        io.flush()
        io.wait_for(results=before + count)
        assert flow.terminate() == 0
    assert [record.window_count for record in io.results()] == [1, 2, 3, 4, 5, 1, 2]


def test_a_topic_with_fewer_partitions_than_asked_is_an_error_with_the_remedy(
    kafka: KafkaSettings, make_flow: MakeFlow, topics: TopicSettings
) -> None:
    create(kafka, topics.frames, 2)
    flow = make_flow().start()
    assert flow.wait() == 1
    assert f"kafka-topics.sh --alter --topic {topics.frames} --partitions 3" in flow.log
    assert "Traceback" not in flow.log


def test_a_model_that_is_none_is_refused_before_kafka_is_asked(topics: TopicSettings, tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_text("not a model")
    nowhere = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with FlowProcess(nowhere, topics, tmp_path / "log", "--model", str(model)) as flow:
        assert flow.start().wait() == 1
        assert str(model) in flow.log
        assert "Traceback" not in flow.log


def test_a_broker_that_is_not_there_is_waited_for_and_named(topics: TopicSettings, tmp_path: Path) -> None:
    nowhere = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with FlowProcess(nowhere, topics, tmp_path / "log") as flow:
        flow.start()
        flow.wait_for_log(f"degraded: no Kafka broker answers at '{nowhere.bootstrap}'")
        assert "--bootstrap" in flow.log
        assert flow.terminate() == 0


def test_a_second_flow_on_the_host_is_refused(io: Topics, make_flow: MakeFlow) -> None:
    first = make_flow().start_reading()
    second = make_flow(log="second.log").start()
    assert second.wait() == 1
    assert f"process id {first.running.pid} writes to {io.names.results!r} on this host already" in second.log
    assert first.running.poll() is None


def test_a_frame_topic_that_was_made_again_is_read_from_its_oldest_frame(
    io: Topics, kafka: KafkaSettings, make_flow: MakeFlow, topics: TopicSettings
) -> None:
    make_flow().start_reading()
    for seq in range(3):
        io.put_frame("gate", seq, 0)
    io.flush()
    io.wait_for(results=3)
    admin, _ = make_admin(kafka)
    admin.delete_topics([topics.frames])[topics.frames].result(15)
    wait_until(lambda: io.events()[-1].kind == "topic_recreated", PATIENCE_S, "the flow saw it")
    anew = Topics(kafka, topics)
    anew.put_frame("gate", 9, 0)
    anew.flush()
    io.wait_for(results=4)
    assert [(record.seq, record.window_count) for record in io.results()] == [(0, 1), (1, 2), (2, 3), (9, 1)]
    assert offsets_of(io.results())[-1] == 0
