"""A real Kafka: comes up, keeps what it acknowledged, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from confluent_kafka import KafkaException, Message
from confluent_kafka.admin import NewTopic

from plumbing.kafka.clients import make_admin, make_consumer, make_producer
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings
from sandbox.broker import Broker
from sandbox.errors import SandboxError
from sandbox.ports import LOOPBACK, free_port
from sandbox.waiting import wait_until

pytestmark = pytest.mark.integration

PARENT = """
import signal
from sandbox.broker import Broker
broker = Broker().start()
print(broker.pid, broker.folder, flush=True)
signal.pause()
"""


def make_topic(kafka: KafkaSettings, name: str) -> None:
    admin, _ = make_admin(kafka)
    admin.create_topics([NewTopic(name, 1, 1)])[name].result(15)


def publish(kafka: KafkaSettings, topic: str, *values: bytes) -> None:
    outcomes: list[object] = []
    producer, _ = make_producer(kafka, 1_000_000)
    for value in values:
        producer.produce(topic, value, on_delivery=lambda error, _: outcomes.append(error))
    assert producer.flush(30) == 0
    assert outcomes == [None] * len(values)


def read_all(kafka: KafkaSettings, topic: str) -> list[bytes | None]:
    consumer, _ = make_consumer(kafka, 1_000_000)
    try:
        messages: list[Message] = list(read_range(consumer, topic, 0, *bounds(consumer, topic, 0)))
        return [message.value() for message in messages]
    finally:
        consumer.close()


def test_acknowledged_records_outlive_a_crash(own_broker: Broker) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    make_topic(kafka, "frames")
    publish(kafka, "frames", b"one", b"two")
    own_broker.kill()
    assert not own_broker.running
    own_broker.restart()
    publish(kafka, "frames", b"three")
    assert read_all(kafka, "frames") == [b"one", b"two", b"three"]


def test_a_frozen_broker_answers_again_when_thawed(own_broker: Broker) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    make_topic(kafka, "frames")
    own_broker.freeze()
    with pytest.raises(KafkaException):
        make_admin(kafka)[0].list_topics(timeout=1)
    assert own_broker.running
    own_broker.thaw()
    publish(kafka, "frames", b"one")
    assert read_all(kafka, "frames") == [b"one"]


def test_a_data_folder_is_found_again_at_the_next_start_on_another_port(tmp_path: Path) -> None:
    data = tmp_path / "kafka"
    with Broker(data_dir=data) as first:
        kafka = KafkaSettings(bootstrap=first.bootstrap)
        make_topic(kafka, "frames")
        publish(kafka, "frames", b"kept")
    with Broker(data_dir=data) as second:
        assert second.bootstrap != first.bootstrap
        assert read_all(KafkaSettings(bootstrap=second.bootstrap), "frames") == [b"kept"]


def test_a_temporary_folder_goes_with_the_broker() -> None:
    broker = Broker()
    with broker:
        folder, pid = broker.folder, broker.pid
        assert folder.is_dir()
    broker.stop()
    assert not folder.exists()
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(SandboxError, match="was not started"):
        _ = broker.folder


def test_the_broker_and_its_folder_go_when_the_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        assert Path(folder).is_dir()
        os.kill(parent.pid, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 15, "the Java process is gone")
    wait_until(lambda: not Path(folder).exists(), 15, "its folder is gone")


def test_a_taken_port_is_refused_and_named() -> None:
    with socket.create_server((LOOPBACK, free_port())) as other:
        port = other.getsockname()[1]
        with pytest.raises(SandboxError, match=rf"something listens on 127.0.0.1:{port} already.*--port"):
            Broker(port).start()


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(SandboxError, match=f"expected a port from 1 to 65535, got {port}"):
        Broker(port)


def test_a_broker_that_does_not_come_up_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    broker = Broker(data_dir=tmp_path)
    with broker:
        pass
    (tmp_path / "records" / "meta.properties").write_text("version=1\ncluster.id=another\nnode.id=7\n")
    with pytest.raises(SandboxError, match=r"(?s)Kafka ended while it started.*node.id"):
        broker.start()
    assert not broker.running


def test_it_listens_on_the_loopback_address_alone(broker: Broker) -> None:
    sockets = [line.split() for line in Path(f"/proc/{broker.pid}/net/tcp6").read_text().splitlines()[1:]]
    sockets += [line.split() for line in Path(f"/proc/{broker.pid}/net/tcp").read_text().splitlines()[1:]]
    inodes = {os.readlink(link)[8:-1] for link in Path(f"/proc/{broker.pid}/fd").iterdir() if is_socket(link)}
    listening = [fields[1].rpartition(":")[0] for fields in sockets if fields[3] == "0A" and fields[9] in inodes]
    loopback = {"0100007F", "0000000000000000FFFF00000100007F"}
    assert len(listening) == 3
    assert set(listening) <= loopback


def is_socket(link: Path) -> bool:
    try:
        return os.readlink(link).startswith("socket:[")
    except FileNotFoundError:
        return False


def test_topics_are_not_made_by_the_mere_asking(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    name = fresh_name("nobody-made-it")
    error = make_admin(kafka)[0].list_topics(name, timeout=10).topics[name].error
    assert error is not None
    assert error.name() == "UNKNOWN_TOPIC_OR_PART"


def test_starting_what_runs_is_refused(broker: Broker) -> None:
    with pytest.raises(SandboxError, match="runs already"):
        broker.start()


def test_what_was_not_started_cannot_be_killed() -> None:
    with pytest.raises(SandboxError, match="was not started"):
        Broker().kill()
