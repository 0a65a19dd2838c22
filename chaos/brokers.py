"""The Kafka that a scenario plays on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plumbing.kafka.settings import KafkaSettings
from sandbox.broker import Broker
from sandbox.broker_cluster import BrokerCluster
from sandbox.broker_security import BrokerSecurity


@dataclass(frozen=True, slots=True)
class Brokers:
    """Running brokers, and how to reach them.

    Attributes:
        nodes: One, or those of a cluster.
        settings: How to reach them.
        cluster: The cluster, where there are several.
    """

    nodes: Sequence[Broker]
    settings: KafkaSettings
    cluster: BrokerCluster | None = None

    @property
    def replication(self) -> int:
        """How many replicas a topic has."""
        return len(self.nodes)


@contextmanager
def one_broker(
    log: Path | None = None, security: BrokerSecurity | None = None, **settings: object
) -> Iterator[Brokers]:
    """Run one broker; its log is kept at `log`.

    Args:
        log: Where to keep its log.
        security: What clients must bring.
        settings: More of how to reach it.
    """
    with Broker(security=security) as broker:
        try:
            yield Brokers([broker], KafkaSettings.model_validate({"bootstrap": broker.bootstrap, **settings}))
        finally:
            _keep_logs([broker], log)


@contextmanager
def three_brokers(log: Path) -> Iterator[Brokers]:
    """Run a cluster of three; their logs are kept at `log`."""
    with BrokerCluster() as cluster:
        try:
            yield Brokers(cluster.nodes, KafkaSettings(bootstrap=cluster.bootstrap), cluster)
        finally:
            _keep_logs(cluster.nodes, log)


def _keep_logs(nodes: Sequence[Broker], log: Path | None) -> None:
    if log is not None:
        log.write_bytes(b"".join((node.folder / "broker.log").read_bytes() for node in nodes))
