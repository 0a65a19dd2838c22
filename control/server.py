"""Serves the application until it is asked to stop."""

import logging
import socket
import threading
from typing import Final

import uvicorn
from fastapi import FastAPI

from control.errors import ListenError
from plumbing.stopping import Stopper

log = logging.getLogger(__name__)

_LAST_REQUESTS_S: Final = 1
_LOOK_S: Final = 0.2
_BACKLOG: Final = 128


def listen(host: str, port: int) -> socket.socket:
    """Bind an address; port 0 takes a free one.

    Raises:
        ListenError: It is taken, or not ours. The text says what to do.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        message = (
            f"cannot listen on {host!r}, port {port}: {error.strerror}. Stop what listens there "
            f"(ss -ltnp 'sport = :{port}' shows it), or give another --port or --host"
        )
        raise ListenError(message) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address as a URL."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if listening.family == socket.AF_INET6 else f"http://{host}:{port}"


def serve_until_stopped(app: FastAPI, listening: socket.socket, stopper: Stopper) -> None:
    """Serve; returns when the stopper was asked to stop and the children have ended.

    Raises:
        ListenError: The application did not start.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LAST_REQUESTS_S,
    )
    server = uvicorn.Server(config)
    # not in the main thread: there it would take the signals over from the stopper
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="server")
    thread.start()
    while thread.is_alive() and not stopper.wait(_LOOK_S):
        pass
    server.should_exit = True
    thread.join()
    if not server.started:
        message = "the control plane did not start; the log says why"
        raise ListenError(message)
