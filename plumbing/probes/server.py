"""Serves a process's metrics and probes over HTTP, from threads of its own."""

import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from prometheus_client import CollectorRegistry

from flir_iqa.errors import FlirIqaError
from plumbing.log_events import METRICS_SERVED, UNFORESEEN
from plumbing.probes.address import Address
from plumbing.probes.answers import Answers
from plumbing.probes.verdict import Verdict

log = logging.getLogger(__name__)

_AT_ONCE: Final = 8
"""Requests that are answered at once; one more is turned away."""


class MetricsError(FlirIqaError):
    """The address for the metrics cannot be had."""


class ProbeServer:
    """Answers at `/metrics`, `/livez` (also `/healthz`) and `/readyz` while the context is open.

    A process that stands still does not answer, or not well: that is the point.

    Args:
        address: Where to listen; port 0 takes a free one.
        registry: The metrics.
        verdict: Says how the process does; called at each question, from any thread.

    Raises:
        MetricsError: The address is taken, or not ours.
    """

    def __init__(self, address: Address, registry: CollectorRegistry, verdict: Callable[[], Verdict]) -> None:
        answers = type("BoundAnswers", (Answers,), {"registry": registry, "verdict": staticmethod(verdict)})
        try:
            family = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][0]
            kind = type("BoundServer", (_Server,), {"address_family": family})
            self._server: _Server = kind((address.host, address.port), answers)
        except OSError as error:
            message = (
                f"cannot serve metrics at {str(address)!r}: {error.strerror}. Give another --metrics, such as "
                "127.0.0.1:0 for a free port"
            )
            raise MetricsError(message) from error
        self.address = Address(*self._server.server_address[:2])
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        METRICS_SERVED.log(log, address=f"http://{self.address}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def serving_metrics(
    address: Address | None, registry: CollectorRegistry, verdict: Callable[[], Verdict]
) -> Iterator[Address | None]:
    """Serve metrics and probes while the context is open, where an address was given; give the address that it has.

    Raises:
        MetricsError: The address is taken, or not ours.
    """
    if address is None:
        yield None
        return
    with ProbeServer(address, registry, verdict) as server:
        yield server.address


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, *args: Any) -> None:
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer from a thread, if there is room for one."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one request."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log a fault of ours; that whoever asked is gone, or too slow, is none."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            UNFORESEEN.log(log, exception=error, where="an answer of the probes", reason=repr(error))
