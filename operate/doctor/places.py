"""Hosts and ports of brokers: those that we are given, and those that they give themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flir_iqa.errors import BrokerError
from operate.doctor.cluster import Cluster
from plumbing.kafka.settings import KafkaSettings

_DEFAULT_PORT: Final = 9092
_MOST: Final = 50
"""Brokers that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a broker listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def bootstrap_places(kafka: KafkaSettings) -> list[Place]:
    """Return the brokers that we are given, each once. A port that is none is -1."""
    parts = [part.strip().rpartition("://")[2] for part in kafka.bootstrap.split(",") if part.strip()]
    return list(dict.fromkeys(_place(part) for part in parts))[:_MOST]


def advertised_places(cluster: Cluster) -> list[Place]:
    """Return the brokers as the cluster names them to its clients; none where it does not answer."""
    try:
        brokers = cluster.metadata().brokers
    except BrokerError:
        return []
    return [Place(str(broker.host), int(broker.port or -1)) for _, broker in sorted(brokers.items())][:_MOST]


def all_places(cluster: Cluster) -> Sequence[Place]:
    """Return both, each once."""
    return list(dict.fromkeys([*bootstrap_places(cluster.kafka), *advertised_places(cluster)]))


def _place(text: str) -> Place:
    if text.startswith("[") or text.count(":") <= 1:
        host, _, port = text.rpartition(":") if ":" in text.rpartition("]")[2] else (text, "", str(_DEFAULT_PORT))
    else:
        host, port = text, str(_DEFAULT_PORT)  # an IPv6 address without brackets
    legal = port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) <= 65_535
    return Place(host.removeprefix("[").removesuffix("]"), int(port) if legal else -1)
