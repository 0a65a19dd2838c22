"""The brokers: names resolve, ports reach, the cluster answers, and so do the brokers that it names itself."""

import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from flir_iqa.errors import BrokerError
from operate.doctor.finding import Finding
from operate.doctor.places import Place, advertised_places, bootstrap_places
from operate.doctor.setup import Setup

_CONNECT_S: Final = 3.0
_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a place answers."""

    place: Place
    text: str
    remedy: str | None = None
    """None where it does."""


def check_reach(setup: Setup) -> Iterator[Finding]:
    """Look at the brokers that we are given, at what the cluster says, and at the brokers that it names."""
    cluster = setup.cluster()
    given = reach_all(bootstrap_places(cluster.kafka))
    any_reached = any(reach.remedy is None for reach in given)
    for reach in given:
        kind = Finding.warning if any_reached else Finding.failure  # one is enough to begin with
        yield (
            Finding.ok(f"{reach.place}", reach.text)
            if reach.remedy is None
            else kind(f"{reach.place}", reach.text, reach.remedy)
        )
    if not any_reached:
        return
    try:
        metadata = cluster.metadata()
    except BrokerError as error:
        yield Finding.failure("cluster", str(error), "the line itself says what to give or to change")
        return
    count, kafka = len(metadata.brokers), cluster.kafka
    login = f", account {kafka.sasl_username!r} by {kafka.sasl_mechanism}" if kafka.sasl_username else ""
    yield Finding.ok(
        "cluster", f"{metadata.cluster_id}, {count} broker{'s' * (count != 1)}, {kafka.security_protocol}{login}"
    )
    yield from _advertised(sorted(set(advertised_places(cluster)) - {reach.place for reach in given}, key=str))


def reach_all(places: Sequence[Place]) -> list[Reach]:
    """Try all places, several at once; each ends by its own time-out."""
    with ThreadPoolExecutor(_AT_ONCE, "reach") as pool:
        return list(pool.map(reach_one, places))


def reach_one(place: Place) -> Reach:
    """Resolve the name and connect."""
    if not place.host or place.port < 0:
        return Reach(place, "is no address", "give --bootstrap as host:port,host:port")
    begin = time.monotonic()
    try:
        with socket.create_connection((place.host, place.port), _CONNECT_S) as connection:
            address = str(connection.getpeername()[0])
    except (socket.gaierror, UnicodeError):
        return Reach(
            place, f"the name {place.host!r} does not resolve", "is --bootstrap right, does DNS know the name?"
        )
    except TimeoutError:
        return Reach(
            place, f"no answer within {_CONNECT_S:g} s", "is the host up, does a firewall let this port through?"
        )
    except ConnectionRefusedError:
        return Reach(place, "nothing listens there (connection refused)", "is Kafka running, is the port right?")
    except OSError as error:
        return Reach(place, f"cannot be reached: {error.strerror or error}", "is the network up, is the address right?")
    took_ms = (time.monotonic() - begin) * 1000
    named = "" if address == place.host else f"resolves to {address}, "
    return Reach(place, f"{named}port answers in {took_ms:.0f} ms")


def _advertised(places: Sequence[Place]) -> Iterator[Finding]:
    for reach in reach_all(places):
        if reach.remedy is None:
            yield Finding.ok(f"{reach.place}", f"named by the cluster; {reach.text}")
            continue
        remedy = "set advertised.listeners of this broker to an address that this machine reaches"
        yield Finding.failure(f"{reach.place}", f"named by the cluster: {reach.text}", remedy)
