"""A Kafka of several nodes on this machine, for what happens when one of them dies."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Self

from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings
from sandbox.broker import Broker, new_cluster_id
from sandbox.errors import SandboxError
from sandbox.kafka_jvm import Membership
from sandbox.startable import Startable
from sandbox.waiting import wait_until

_HEAP_MB: Final = 256
_REQUEST_S: Final = 5.0


class BrokerCluster(Startable):
    """Nodes that are broker and controller at once, numbered from 1; a context manager.

    The cluster goes on while more than half of its nodes run. About 300 MB of memory a node.

    Attributes:
        bootstrap: The addresses of all nodes.
    """

    def __init__(self, n_nodes: int = 3, start_timeout_s: float = 180.0) -> None:
        """Choose the ports; nothing runs yet.

        Args:
            n_nodes: How many nodes, 1 to 9; an odd number.
            start_timeout_s: How long the start may take.

        Raises:
            SandboxError: `n_nodes` is no such number.
        """
        if n_nodes not in range(1, 10, 2):
            message = f"expected 1, 3, 5, 7 or 9 nodes, of which more than half must run, got {n_nodes!r}"
            raise SandboxError(message)
        self._brokers = [Broker(heap_mb=_HEAP_MB, start_timeout_s=start_timeout_s) for _ in range(n_nodes)]
        controllers = {number: broker.controller_port for number, broker in enumerate(self._brokers, 1)}
        cluster_id = new_cluster_id()
        for number, broker in enumerate(self._brokers, 1):
            broker.join(cluster_id, Membership(number, controllers))
        self.bootstrap = ",".join(broker.bootstrap for broker in self._brokers)
        self._start_timeout_s = start_timeout_s

    @property
    def nodes(self) -> Sequence[Broker]:
        """The nodes, number 1 first."""
        return self._brokers

    def start(self) -> Self:
        """Start all nodes, and wait until each is known to the first.

        Raises:
            SandboxError: One does not come up.
        """
        try:
            with ThreadPoolExecutor(len(self._brokers)) as pool:  # none is ready before most are
                for started in [pool.submit(broker.start) for broker in self._brokers]:
                    started.result()
            self._wait_until_complete()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End all nodes. May be called twice."""
        for broker in self._brokers:
            broker.stop()

    def leader_of(self, topic: str, partition: int) -> Broker:
        """Return the node that leads a partition now.

        Raises:
            SandboxError: None does.
        """
        admin, _ = make_admin(KafkaSettings(bootstrap=self.bootstrap))
        described = admin.list_topics(topic, timeout=_REQUEST_S).topics[topic].partitions
        number = described[partition].leader if partition in described else -1
        if not 1 <= number <= len(self._brokers):
            message = f"nobody leads {topic}-{partition}"
            raise SandboxError(message)
        return self._brokers[number - 1]

    def _wait_until_complete(self) -> None:
        admin, _ = make_admin(KafkaSettings(bootstrap=self._brokers[0].bootstrap))
        n_nodes = len(self._brokers)
        wait_until(
            lambda: len(admin.list_topics(timeout=_REQUEST_S).brokers) == n_nodes,
            self._start_timeout_s,
            f"the {n_nodes} nodes have found each other",
        )
