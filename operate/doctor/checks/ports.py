"""The ports that we listen on are free, or ours already."""

import errno
import socket
from collections.abc import Iterator
from typing import Final

import httpx

from control.settings import ServeSettings
from dataflow.settings import FlowSettings
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup
from producers.settings import ProduceSettings

_ASK_S: Final = 3.0


def check_ports(setup: Setup) -> Iterator[Finding]:
    """Look at the control plane's port, and at those of metrics where they are configured."""
    serve = setup.get(ServeSettings)
    yield look("serve", serve.host, serve.port)
    for name, address in (("produce", setup.get(ProduceSettings).metrics), ("flow", setup.get(FlowSettings).metrics)):
        if address is not None:
            yield look(f"{name} metrics", address.host, address.port)


def look(subject: str, host: str, port: int) -> Finding:
    """Try to listen on one port."""
    shown = f"{subject}, {f'[{host}]' if ':' in host else host}:{port}"
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except socket.gaierror:
        return Finding.failure(shown, f"the name {host!r} does not resolve", "give an address of this machine")
    except OSError as error:
        return _refused(shown, host, port, error)
    return Finding.ok(shown, "free")


def _refused(shown: str, host: str, port: int, error: OSError) -> Finding:
    if error.errno == errno.EADDRINUSE:
        if is_ours(host, port):
            return Finding.ok(shown, "in use by a flir-iqa process, which answers")
        return Finding.failure(shown, "another program listens there", "stop it, or give another port")
    if error.errno == errno.EACCES:
        return Finding.failure(shown, "this user may not listen there", "give a port from 1024 on")
    remedy = "give an address of this machine" if error.errno == errno.EADDRNOTAVAIL else None
    return Finding.failure(shown, f"cannot be listened on: {error.strerror}", remedy)


def is_ours(host: str, port: int) -> bool:
    """Whether a process of ours answers there: each serves the probe /livez."""
    target = "127.0.0.1" if host in ("0.0.0.0", "") else "[::1]" if host == "::" else host  # noqa: S104 - read, not bound
    try:
        answer = httpx.get(f"http://{target}:{port}/livez", timeout=_ASK_S)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.headers.get("content-type", "").startswith("application/json") and '"status"' in answer.text[:1000]
