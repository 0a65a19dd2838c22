"""Exactly one outcome per frame, in order, smoothed as if nothing had happened: through kill -9 and broker outages."""

import random
from pathlib import Path

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.exactness import WINDOW, Feed, check_exact, wait_until_done
from tests.dataflow.running import FlowProcess, Topics

pytestmark = pytest.mark.integration


def test_kill_9_again_and_again_loses_and_doubles_nothing(io: Topics, make_flow: MakeFlow) -> None:
    flow, feed = make_flow("--smoothing-window", str(WINDOW)), Feed(io, fps=60)
    chance = random.Random(7)  # noqa: S311 - a test, not a cipher
    flow.start_reading()
    with feed.running():
        for _ in range(8):
            feed.wait_for(chance.randint(1, 50))
            flow.kill()
            feed.wait_for(chance.randint(0, 10))
            flow.start_reading()
    wait_until_done(io, feed.sent)
    assert flow.terminate() == 0
    check_exact(io, feed.sent)
    assert "Traceback" not in flow.log


def test_sigterm_while_frames_flow_is_exact_and_exit_0(io: Topics, make_flow: MakeFlow) -> None:
    flow, feed = make_flow("--smoothing-window", str(WINDOW)), Feed(io, fps=60)
    flow.start_reading()
    with feed.running():
        for _ in range(3):
            feed.wait_for(30)
            assert flow.terminate() == 0
            flow.start_reading()
    wait_until_done(io, feed.sent)
    assert flow.terminate() == 0
    check_exact(io, feed.sent)
    assert "panicked" not in flow.log


def test_a_broker_that_is_killed_frozen_and_restarted_is_waited_for(
    own_broker: Broker, topics: TopicSettings, tmp_path: Path
) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    io = Topics(kafka, topics)
    feed = Feed(io, fps=60)
    with FlowProcess(kafka, topics, tmp_path / "log", "--smoothing-window", str(WINDOW)) as flow:
        flow.start_reading()
        with feed.running():
            feed.wait_for(60)
            own_broker.kill()
            flow.wait_for_log("degraded: ")
            own_broker.restart()
            flow.wait_for_log("running again")
            feed.wait_for(60)
            own_broker.freeze()
            feed.wait_for(30)
            flow.kill()
            own_broker.thaw()
            flow.start_reading()
            feed.wait_for(30)
            own_broker.kill()
            flow.wait_for_log("degraded: ", 2)
            assert flow.terminate() == 0
            own_broker.restart()
            flow.start_reading()
        wait_until_done(io, feed.sent)
        assert flow.terminate() == 0
        check_exact(io, feed.sent)


def test_an_outage_beyond_the_limit_starts_the_flow_afresh_and_loses_nothing(
    own_broker: Broker, topics: TopicSettings, tmp_path: Path
) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    io = Topics(kafka, topics)
    options = ("--smoothing-window", str(WINDOW), "--outage-limit-s", "1")
    with FlowProcess(kafka, topics, tmp_path / "log", *options) as flow:
        flow.start_reading()
        sent = {0: 400}  # more than is scored before the freeze, so that results wait for their acknowledgement
        for seq in range(sent[0]):
            io.put_frame("gate", seq, 0, b"bad" if seq % 9 == 4 else None)
        io.flush()
        io.wait_for(results=20)
        own_broker.freeze()
        flow.wait_for_log("no result was acknowledged for 1 s")
        own_broker.thaw()
        wait_until_done(io, sent)
        assert flow.terminate() == 0
        check_exact(io, sent)
        assert flow.log.count("INFO dataflow.attempt scoring") >= 2
        assert not any(word in flow.log for word in ("FATAL", "panicked", "Traceback"))


def test_a_second_writer_is_found_out_and_ends_the_flow(io: Topics, make_flow: MakeFlow) -> None:
    flow = make_flow().start_reading()
    io.put_frame("gate", 0, 0)
    io.flush()
    io.wait_for(results=1)
    io.put(None, b"{}", topic=io.names.results)
    io.flush()
    io.put_frame("gate", 1, 0)
    io.flush()
    assert flow.wait() == 1
    assert f"{io.names.results}-0 took a record at offset 2, expected 1: another process writes there too" in flow.log
