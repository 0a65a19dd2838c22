"""The answers of the probes: `/metrics`, `/livez`, `/healthz`, `/readyz`."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import ClassVar, Final
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry

from plumbing.loopback import is_loopback
from plumbing.metrics.registry import scrape
from plumbing.probes.verdict import Verdict
from plumbing.redaction import redact

_JSON: Final = "application/json"
_PATHS: Final = "/metrics, /livez, /healthz, /readyz"


class Answers(BaseHTTPRequestHandler):
    """Answers one request; a server of its own class gives it the metrics and the verdict."""

    registry: ClassVar[CollectorRegistry]
    verdict: ClassVar[Callable[[], Verdict]]
    timeout = 5.0  # seconds that a client may take over its request
    server_version = "flir-iqa"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer."""
        if not self._host_is_ours():
            self._send(400, _said("expected a request to localhost or an address"), _JSON)
            return
        path = urlsplit(self.path).path
        if path == "/metrics":
            self._send(200, *scrape(self.registry, self.headers.get("Accept", "")))
        elif path in ("/livez", "/healthz", "/readyz"):
            self._send_verdict(ready=path == "/readyz")
        else:
            self._send(404, _said(f"there is {_PATHS}"), _JSON)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class' name
        """Log nothing: who asks every few seconds is no news."""

    def _send_verdict(self, *, ready: bool) -> None:
        verdict = type(self).verdict()
        good = verdict.ready and verdict.alive if ready else verdict.alive
        names = ("ready", "not ready") if ready else ("alive", "not alive")
        reason = None if verdict.reason is None else redact(verdict.reason)
        answer = {"status": names[0] if good else names[1], "reason": reason}
        self._send(200 if good else 503, json.dumps(answer).encode(), _JSON)

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _host_is_ours(self) -> bool:
        """Whether the Host header may be ours: a page elsewhere may lead a browser to loopback by a name of its own."""
        if not is_loopback(self.connection.getsockname()[0]):
            return True
        try:
            return is_loopback(urlsplit(f"//{self.headers.get('Host', 'localhost')}").hostname or "")
        except ValueError:
            return False


def _said(detail: str) -> bytes:
    return json.dumps({"status": "refused", "reason": detail}).encode()
