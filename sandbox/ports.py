"""Free ports on the loopback address."""

import random
import socket
from typing import Final

from sandbox.errors import SandboxError

LOOPBACK: Final = "127.0.0.1"

# Below the range from which Linux takes the ports of outgoing connections (32768 and up): there, a client that keeps
# trying to reach a server that was stopped may be given the server's own port, connect to itself, and hold the port.
_RANGE: Final = range(20_000, 32_768)
_ATTEMPTS: Final = 100


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether a server takes connections on this port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((LOOPBACK, port)) == 0


def free_port() -> int:
    """Return a port that nobody listens on.

    Raises:
        SandboxError: None of many that were tried is free.
    """
    for port in random.sample(_RANGE, _ATTEMPTS):
        if is_free(port):
            return port
    message = f"none of {_ATTEMPTS} ports between {_RANGE.start} and {_RANGE.stop} is free on {LOOPBACK}"
    raise SandboxError(message)
