"""Shards: each owns its partitions, their number may change at any time, and partitions may be added."""

from uuid import uuid4

import pytest
from confluent_kafka.admin import NewPartitions

from flir_iqa.records import QualityRecord
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import partition_counts
from sandbox.waiting import wait_until
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.exactness import WINDOW, Feed, check_exact, wait_until_done
from tests.dataflow.running import CHECKOUT, PATIENCE_S, FlowProcess, Topics, offsets_of

pytestmark = pytest.mark.integration

OPTIONS = ("--smoothing-window", str(WINDOW), "--model", str(CHECKOUT / "chaos" / "tiny.onnx"))


def start_shards(make_flow: MakeFlow, count: int) -> list[FlowProcess]:
    """Start all shards at the same moment, and wait until each takes frames."""
    names = [(f"{index}/{count}", f"{uuid4().hex}.log") for index in range(count)]
    flows = [make_flow(*OPTIONS, "--shard", shard, log=log).start() for shard, log in names]
    for flow in flows:
        flow.wait_for_log("INFO dataflow.attempt scoring")
    return flows


def grow(kafka: KafkaSettings, topic: str, n_partitions: int) -> None:
    admin, _ = make_admin(kafka)
    admin.create_partitions([NewPartitions(topic, n_partitions)])[topic].result(15)
    wait_until(lambda: partition_counts(admin, [topic]) == {topic: n_partitions}, PATIENCE_S, f"{topic} has grown")


def results_topic_has(kafka: KafkaSettings, topics: TopicSettings, n_partitions: int) -> bool:
    return partition_counts(make_admin(kafka)[0], [topics.results]) == {topics.results: n_partitions}


def undisturbed(kafka: KafkaSettings, topics: TopicSettings, make_flow: MakeFlow, n_frames: int) -> Topics:
    """Run one flow over the same frames, to result topics of its own."""
    names = {name: f"other-{getattr(topics, name)}" for name in ("results", "rejected", "events")}
    other = topics.model_copy(update=names)
    flow = make_flow(*OPTIONS, "--start", "earliest", on=other, log="undisturbed.log").start_reading()
    io = Topics(kafka, other)
    wait_until_done(io, {0: n_frames})
    assert flow.terminate() == 0
    return io


def bits_of(results: list[QualityRecord]) -> list[tuple[object, ...]]:
    return [(each.frame_id, each.raw_image_quality, each.smoothed_image_quality, each.window_count) for each in results]


def test_rescaling_from_1_to_2_to_3_to_1_gives_the_bits_of_an_undisturbed_run(
    io: Topics, kafka: KafkaSettings, topics: TopicSettings, make_flow: MakeFlow
) -> None:
    feed = Feed(io, fps=40)
    flows = start_shards(make_flow, 1)
    with feed.running():
        for count in (2, 3, 1):
            feed.wait_for(40)
            for flow in flows:
                flow.kill() if count == 3 else flow.terminate()
            flows = start_shards(make_flow, count)
            feed.wait_for(20)
            flows[-1].kill()
            feed.wait_for(5)
            flows[-1].start_reading()
        feed.wait_for(40)
    wait_until_done(io, feed.sent)
    assert flows[0].terminate() == 0
    check_exact(io, feed.sent)
    other = undisturbed(kafka, topics, make_flow, sum(feed.sent.values()))
    for partition in feed.sent:
        assert bits_of(io.results(partition)) == bits_of(other.results(partition))
        assert offsets_of(io.rejected(partition)) == offsets_of(other.rejected(partition))


def test_shards_that_share_a_partition_are_refused_and_others_run_side_by_side(io: Topics, make_flow: MakeFlow) -> None:
    first = make_flow(*OPTIONS, "--shard", "1/2", log="first.log").start_reading()
    for shard in ("1/2", "0/1"):
        second = make_flow("--shard", shard, log="second.log").start()
        assert second.wait() == 1
        assert f"process id {first.running.pid} writes to {io.names.results!r} on this host already" in second.log
    make_flow(*OPTIONS, "--shard", "0/2", log="third.log").start_reading()
    for partition in range(3):
        io.put_frame("gate", 0, partition)
    io.flush()
    io.wait_for(results=3)
    assert first.log.count("scoring ") == 1


def test_a_shard_without_any_partition_is_refused_with_the_remedy(io: Topics, make_flow: MakeFlow) -> None:
    flow = make_flow("--shard", "3/4").start()
    assert flow.wait() == 1
    assert f"there is nothing for shard 3/4: {io.names.frames!r} has 3 partitions; run 3 shards at most" in flow.log
    assert "Traceback" not in flow.log


def test_frames_that_come_between_the_first_starts_of_two_shards_are_scored(io: Topics, make_flow: MakeFlow) -> None:
    make_flow(*OPTIONS, "--shard", "0/2", log="first.log").start_reading()
    for partition in range(3):
        io.put_frame("gate", 0, partition)
    io.flush()
    make_flow(*OPTIONS, "--shard", "1/2", log="second.log").start_reading()
    io.wait_for(results=3)
    assert [offsets_of(io.results(partition)) for partition in range(3)] == [[0], [0], [0]]


def test_partitions_that_are_added_are_taken_up_from_their_first_frame(
    kafka: KafkaSettings, topics: TopicSettings, make_flow: MakeFlow
) -> None:
    flows = start_shards(make_flow, 2)
    grow(kafka, topics.frames, 5)
    grown = Topics(kafka, topics)  # a client that was made before does not know of the new partitions
    for partition in range(5):
        grown.put_frame("gate", 0, partition)
    grown.flush()
    wait_until(lambda: results_topic_has(kafka, topics, 5), PATIENCE_S, "the flows saw it")
    grown.wait_for(results=5)
    for flow in flows:
        assert flow.terminate() == 0
    grow(kafka, topics.frames, 6)
    again = Topics(kafka, topics)
    again.put_frame("gate", 1, 5)
    again.flush()
    start_shards(make_flow, 2)
    again.wait_for(results=6)
    assert [offsets_of(again.results(partition)) for partition in range(6)] == [[0]] * 6
    (event,) = again.events(5)
    assert (event.kind, event.from_offset) == ("flow_started", 0)
    assert "the partition is new" in event.detail
