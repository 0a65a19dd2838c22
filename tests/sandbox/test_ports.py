"""Free ports are free, and out of the way of outgoing connections."""

import socket
from pathlib import Path

from sandbox.ports import LOOPBACK, answers, free_port, is_free


def test_a_free_port_can_be_listened_on() -> None:
    port = free_port()
    with socket.create_server((LOOPBACK, port)):
        assert not is_free(port)
        assert answers(port)
    assert not answers(port)


def test_a_free_port_is_none_that_an_outgoing_connection_could_be_given() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert all(free_port() < lowest for _ in range(50))
