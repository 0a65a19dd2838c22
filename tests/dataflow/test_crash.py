"""What ends the flow or has it start afresh; kill -9, signals and outages in numbers are in tests/chaos."""

from pathlib import Path

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.exactness import WINDOW, check_exact, wait_until_done
from tests.dataflow.running import FlowProcess, Topics

pytestmark = pytest.mark.integration


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
