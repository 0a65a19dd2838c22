"""Following a consumer on a real Kafka: the replay is never further ahead than it may be."""

import json
import threading
from collections.abc import Callable

import pytest
from confluent_kafka import Consumer, TopicPartition

from flir_iqa.errors import TopicError
from plumbing.kafka.clients import make_admin, make_producer
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, result_topics
from recording.playing.clock import SystemClock
from recording.playing.following import GroupFollower, ResultsFollower
from recording.playing.kafka_outlet import KafkaOutlet
from recording.playing.plan import Plan
from recording.playing.player import Player
from recording.playing.rate import MAX
from sandbox.waiting import wait_until
from tests.recording.playing.kafka import MAX_FRAME_BYTES, make_topic, open_outlet
from tests.recording.playing.messages import BEGIN_NS, every_tenth, opener

pytestmark = pytest.mark.integration

N_FRAMES = 60
MAX_LAG = 20


class Background:
    """A replay at rate max in a thread."""

    def __init__(self, outlet: KafkaOutlet) -> None:
        messages = every_tenth(N_FRAMES)
        plan = Plan(start_ns=BEGIN_NS, end_ns=messages[-1].log_time_ns + 1, rate=MAX)
        self.player = Player(opener(messages), outlet, plan, SystemClock())
        self.thread = threading.Thread(target=self.player.run, daemon=True)
        self.thread.start()

    def wait_until_held_at(self, n_frames: int) -> None:
        def held() -> bool:
            state = self.player.state
            return state.held_by == "consumer" and state.n_frames == n_frames

        wait_until(held, 60, f"it is held up after {n_frames} frames")

    def join(self) -> None:
        self.thread.join(60)
        assert not self.thread.is_alive()
        assert self.player.state.n_frames == N_FRAMES


def test_a_replay_follows_the_results_of_a_dataflow(
    kafka: KafkaSettings, topics: TopicSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = fresh_name("replay")
    make_topic(kafka, topic, 1)
    ensure_topics(make_admin(kafka)[0], result_topics(topics, 1), create=True)
    producer, _ = make_producer(kafka, MAX_FRAME_BYTES)

    def say(name: str, where: str) -> None:
        producer.produce(where, json.dumps({"frame_id": name}).encode())
        assert producer.flush(60) == 0

    say(f"{topic}-0-999", topics.results)  # of an earlier time: not looked at
    follower = ResultsFollower(kafka, topics)
    try:
        with open_outlet(kafka, topic, 1, follower=follower, max_lag=MAX_LAG) as outlet:
            replay = Background(outlet)
            replay.wait_until_held_at(MAX_LAG)
            say("thermal-frames-0-999", topics.results)  # of another topic
            say(f"{topic}-0-9", topics.results)
            replay.wait_until_held_at(MAX_LAG + 10)
            say(f"{topic}-0-14", topics.rejected)
            replay.wait_until_held_at(MAX_LAG + 15)
            assert outlet.lag == MAX_LAG
            say(f"{topic}-0-59", topics.results)
            replay.join()
            wait_until(lambda: outlet.lag == 0, 60, "nothing is behind")
    finally:
        follower.close()
        follower.close()


def test_without_a_topic_of_results_the_remedy_is_told(kafka: KafkaSettings, topics: TopicSettings) -> None:
    with pytest.raises(TopicError, match=r"start the dataflow.*--results.*--follow-group"):
        ResultsFollower(kafka, topics)


def test_a_replay_follows_a_consumer_group(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    topic, group = fresh_name("replay"), fresh_name("group")
    make_topic(kafka, topic, 1)
    consumer = Consumer({**kafka.client_config(), "group.id": group, "enable.auto.commit": False})

    def commit(offset: int) -> None:
        consumer.commit(offsets=[TopicPartition(topic, 0, offset)], asynchronous=False)

    follower = GroupFollower(kafka, group, [(topic, 0)])
    try:
        with open_outlet(kafka, topic, 1, follower=follower, max_lag=MAX_LAG) as outlet:
            replay = Background(outlet)
            replay.wait_until_held_at(MAX_LAG)
            commit(10)
            replay.wait_until_held_at(MAX_LAG + 10)
            commit(50)
            replay.join()
    finally:
        follower.close()
        consumer.close()
