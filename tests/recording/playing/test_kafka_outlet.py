"""Replaying into a real Kafka: byte for byte, once, in order, through an outage."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from flir_iqa.errors import BrokerError, SettingsError
from plumbing.kafka.clients import make_producer
from plumbing.kafka.settings import KafkaSettings
from recording.message import RecordedMessage
from recording.playing.clock import SystemClock
from recording.playing.kafka_outlet import KafkaOutlet
from recording.playing.plan import Plan
from recording.playing.player import Player
from recording.playing.rate import MAX
from recording.playing.rewriting import Rewriter, Times
from recording.units import MILLISECOND_NS
from sandbox.broker import Broker
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.recording.playing.kafka import (
    MAX_FRAME_BYTES,
    make_topic,
    open_outlet,
    read_partition,
    read_topic,
    source_ids,
)
from tests.recording.playing.messages import BEGIN_MS, BEGIN_NS, opener, recorded

pytestmark = pytest.mark.integration

CAMERAS = ["gate", "yard", "kiln", "mast"]


def play(outlet: KafkaOutlet, messages: list[RecordedMessage], rate: float = MAX) -> Player:
    return Player(
        opener(messages),
        outlet,
        Plan(start_ns=BEGIN_NS, end_ns=max(message.log_time_ns for message in messages) + 1, rate=rate),
        SystemClock(),
    )


def test_messages_come_out_as_they_were_recorded_but_for_what_a_replay_adds(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = fresh_name("replay")
    make_topic(kafka, topic)
    headers = (("a", b"\xff"), ("b", None), ("a", b""), ("captured_at", b"2023-11-14T22:13:19.900Z"))
    messages = [
        recorded(0, 0, headers=headers, value=bytes(100_000)),
        recorded(1, 1, value=None),
        recorded(2, 2, value=b""),
        recorded(3, 3, camera=None, partition=7),
        recorded(4, 4, key=b"\x00\xff"),
        recorded(5, 5, key=b""),
    ]
    with open_outlet(kafka, topic, rewriter=Rewriter(replay_id="night", times=Times.ORIGINAL)) as outlet:
        play(outlet, messages).run()
        assert outlet.drain(60) == 0
        assert (outlet.n_delivered, outlet.lag, outlet.problem) == (6, None, None)
    found = {name: each for each in read_topic(kafka, topic) for name in source_ids([each])}
    assert len(found) == len(messages)
    for message in messages:
        out = found[f"thermal-frames-3-{message.offset}" if message.offset != 3 else "thermal-frames-7-3"]
        assert (out.key(), out.value(), out.timestamp()[1]) == (message.key, message.value, message.timestamp_ms)
        added = [("replay_id", b"night"), ("source_frame_id", next(iter(source_ids([out]))).encode())]
        assert list(out.headers() or []) == [*message.headers, *added]
    assert found["thermal-frames-7-3"].partition() == 7 % 3


def test_a_camera_goes_to_the_partition_where_its_producer_puts_it(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    live, topic = fresh_name("frames"), fresh_name("replay")
    for name in (live, topic):
        make_topic(kafka, name)
    producer, _ = make_producer(kafka, MAX_FRAME_BYTES)
    for camera in CAMERAS:
        producer.produce(live, b"x", camera)
    assert producer.flush(60) == 0
    with open_outlet(kafka, topic) as outlet:
        play(outlet, [recorded(n, n, camera, partition=0) for n, camera in enumerate(CAMERAS)]).run()
        assert outlet.drain(60) == 0
    for partition in range(3):
        keys = [message.key() for message in read_partition(kafka, live, partition)]
        assert [message.key() for message in read_partition(kafka, topic, partition)] == keys


def test_an_outage_of_the_broker_skips_nothing_and_doubles_nothing(own_broker: Broker) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    make_topic(kafka, "replay")
    n_frames = 1500
    messages = [recorded(n, n / 200, CAMERAS[n % 4], value=b"%d" % n + bytes(20_000)) for n in range(n_frames)]
    with open_outlet(kafka, "replay") as outlet:
        player = play(outlet, messages, rate=1.0)
        thread = threading.Thread(target=player.run, daemon=True)
        thread.start()
        wait_until(lambda: outlet.n_delivered > 100, 60, "frames are delivered")
        own_broker.kill()
        wait_until(lambda: outlet.problem, 60, "the outage is noticed")
        own_broker.restart()
        thread.join(240)
        assert not thread.is_alive()
        assert outlet.drain(120) == 0
    found = read_topic(kafka, "replay")
    assert sorted(int(name.rpartition("-")[2]) for name in source_ids(found)) == list(range(n_frames))
    for camera in CAMERAS:
        own = [int(source_ids([each])[0].rpartition("-")[2]) for each in found if each.key() == camera.encode()]
        assert own == sorted(own)


def test_an_outage_beyond_its_limit_ends_it_with_the_reason() -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with open_outlet(kafka, "replay", outage_limit_s=1) as outlet:
        messages = [recorded(n, n / 10) for n in range(1000)]
        with pytest.raises(BrokerError, match=r"no frame for 1 s: .*(refused|down|failed)"):
            play(outlet, messages, rate=1.0).run()
        with pytest.raises(BrokerError, match="no frame"):
            outlet.drain(0)


def test_what_waits_for_kafka_has_a_bound() -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with open_outlet(kafka, "replay") as outlet:
        player = play(outlet, [recorded(n, n / 10, value=bytes(150_000)) for n in range(2000)])
        thread = threading.Thread(target=player.run, daemon=True)
        thread.start()
        wait_until(lambda: player.state.held_by == "kafka", 60, "it is held up")
        assert player.state.n_bytes <= 65_000_000
        player.stop()
        thread.join(60)
        assert not thread.is_alive()
        assert outlet.drain(0.05) == player.state.n_frames


def test_a_frame_that_is_too_large_is_refused_with_the_remedy(
    kafka: KafkaSettings, fresh_name: Callable[[str], str]
) -> None:
    topic = fresh_name("replay")
    make_topic(kafka, topic)
    large = recorded(7, 0, value=bytes(MAX_FRAME_BYTES + 1))
    with (
        open_outlet(kafka, topic) as outlet,
        pytest.raises(SettingsError, match=r"thermal-frames-3-7 has 200001 bytes.*--max-frame-bytes"),
    ):
        play(outlet, [large]).run()


def test_a_topic_that_is_not_there_ends_it(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    messages = [replace(recorded(n, n / 10), timestamp_ms=BEGIN_MS + 100 * n) for n in range(600)]
    with open_outlet(kafka, fresh_name("nowhere")) as outlet:
        with pytest.raises(BrokerError, match=r"[Uu]nknown topic"):
            play(outlet, messages, rate=1.0).run()
        assert outlet.n_delivered == 0


def test_shifted_times_are_those_of_the_replay(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    topic = fresh_name("replay")
    make_topic(kafka, topic)
    with open_outlet(kafka, topic) as outlet:
        play(outlet, [recorded(n, n / 10) for n in range(5)], rate=1.0).run()
        assert outlet.drain(60) == 0
    stamps = [message.timestamp()[1] for message in read_topic(kafka, topic)]
    assert all(abs(after - before - 100) <= 1 for before, after in pairwise(stamps))
    assert abs(stamps[0] - time.time_ns() // MILLISECOND_NS) < 600_000
