"""The demo's view of the control plane: a child process, spoken to over HTTP alone."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx

from flir_iqa.errors import FlirIqaError

_START_S: Final = 30.0
_STOP_S: Final = 20.0


class ControlPlane:
    """`python -m control` as a child process, on this machine's loopback address.

    Args:
        settings: The settings document that the child gets on its standard input.
        log_file: Where its standard error goes.
    """

    def __init__(self, settings: Mapping[str, Any], log_file: Path) -> None:
        self._settings = settings
        self._log_file = log_file
        self._process: subprocess.Popen[bytes] | None = None
        serve = settings["serve"]
        self.address = f"http://{serve['host']}:{serve['port']}"
        self._client = httpx.Client(base_url=self.address, timeout=20.0)

    def start(self) -> None:
        """Start the process and wait until it answers.

        Raises:
            FlirIqaError: It ended, or did not answer in time.
        """
        command = [sys.executable, "-m", "control", "--config", "-"]
        with self._log_file.open("wb") as log:
            # A session of its own: Ctrl-C in the terminal reaches the demo alone, which then stops all in order.
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True
            )
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        self._process.stdin.write(json.dumps(self._settings).encode() + b"\n")
        self._process.stdin.flush()
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                message = f"the control plane does not answer at {self.address}: {self._last_words()}"
                raise FlirIqaError(message)
            time.sleep(0.1)

    def stop(self) -> None:
        """End the process; may be called twice."""
        self._client.close()
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def get(self, path: str) -> Any:
        """Return what a path answers.

        Raises:
            FlirIqaError: It is an error, or none came.
        """
        return self._request("GET", path)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Post a body and return the answer.

        Raises:
            FlirIqaError: It is an error, or none came.
        """
        return self._request("POST", path, json=body or {})

    def _request(self, method: str, path: str, **arguments: Any) -> Any:
        try:
            response = self._client.request(method, path, **arguments)
        except httpx.HTTPError as error:
            message = f"the control plane did not answer {method} {path}: {error!r}; {self._last_words()}"
            raise FlirIqaError(message) from error
        if response.is_error:
            message = f"the control plane refused {method} {path}: {response.status_code} {response.text}"
            raise FlirIqaError(message)
        return response.json()

    def _answers(self) -> bool:
        try:
            return self._client.get("/healthz").is_success
        except httpx.TransportError:
            return False

    def _last_words(self) -> str:
        lines = self._log_file.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"
