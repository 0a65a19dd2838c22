"""Several nodes; what becomes of a flow when one dies is in tests/dataflow/test_brokers.py."""

import pytest

from sandbox.broker_cluster import BrokerCluster
from sandbox.errors import SandboxError
from sandbox.kafka_jvm import Membership


@pytest.mark.parametrize("n_nodes", [0, 2, -1, 11])
def test_an_even_or_absurd_number_of_nodes_is_refused(n_nodes: int) -> None:
    with pytest.raises(SandboxError, match=f"expected 1, 3, 5, 7 or 9 nodes, .* got {n_nodes}"):
        BrokerCluster(n_nodes)


def test_the_addresses_of_all_nodes_are_told() -> None:
    cluster = BrokerCluster(3)
    assert cluster.bootstrap.split(",") == [node.bootstrap for node in cluster.nodes]
    assert len(set(cluster.bootstrap.split(","))) == 3


def test_each_node_knows_the_controllers_of_all() -> None:
    properties = Membership(2, {1: 1001, 2: 1002, 3: 1003}).properties()
    assert properties["node.id"] == "2"
    assert properties["controller.quorum.voters"] == "1@127.0.0.1:1001,2@127.0.0.1:1002,3@127.0.0.1:1003"
    assert properties["offsets.topic.replication.factor"] == "3"
    assert properties["transaction.state.log.min.isr"] == "2"
