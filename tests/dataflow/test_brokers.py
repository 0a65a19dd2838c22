"""Three brokers, three replicas: the death of any one of them loses and doubles nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker_cluster import BrokerCluster
from tests.dataflow.exactness import WINDOW, Feed, check_exact, wait_until_done
from tests.dataflow.running import CHECKOUT, FlowProcess, Topics

pytestmark = pytest.mark.integration

MODEL = str(CHECKOUT / "chaos" / "tiny.onnx")
OPTIONS = ("--replication", "3", "--smoothing-window", str(WINDOW), "--model", MODEL)


@pytest.fixture
def cluster() -> Iterator[BrokerCluster]:
    with BrokerCluster() as running:
        yield running


def test_the_kill_of_a_leader_in_the_middle_loses_and_doubles_nothing(
    cluster: BrokerCluster, topics: TopicSettings, tmp_path: Path
) -> None:
    kafka = KafkaSettings(bootstrap=cluster.bootstrap)
    io = Topics(kafka, topics)
    feed = Feed(io, fps=40)
    with FlowProcess(kafka, topics, tmp_path / "log", *OPTIONS) as flow:
        flow.start_reading()
        described = make_admin(kafka)[0].list_topics(timeout=15).topics
        assert {len(described[name].partitions[0].replicas) for name in (topics.frames, topics.results)} == {3}
        with feed.running():
            feed.wait_for(40)
            dead = cluster.leader_of(topics.results, 0)
            dead.kill()
            io.wait_for(results=io.count(topics.results) + 40)
            dead.restart()
            feed.wait_for(40)
            cluster.leader_of(topics.frames, 1).kill()
            flow.kill()
            flow.start_reading()
            feed.wait_for(40)
        wait_until_done(io, feed.sent)
        assert flow.terminate() == 0
        assert "Traceback" not in flow.log
    check_exact(io, feed.sent)
