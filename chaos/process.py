"""A process of ours that a scenario may kill, ask to end, and start again."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import Any, Final, Self

from chaos.errors import ChaosError
from sandbox.waiting import wait_until

PATIENCE_S: Final = 60.0
"""How long anything may take that takes a second or two on a quiet machine."""
CHECKOUT: Final = Path(__file__).resolve().parent.parent


class Breakable:
    """A room's command, `python -m <room>`; a context manager that leaves nothing behind.

    Args:
        room: Name of the room.
        arguments: Its options; without secrets, for they can be seen by everybody on the machine.
        log: Where its standard error goes; each start appends.
        document: Settings that it reads from its standard input (`--config -`), which stays open as long as it runs.
    """

    def __init__(
        self, room: str, arguments: Sequence[str], log: Path, document: Mapping[str, Any] | None = None
    ) -> None:
        self._command = [sys.executable, "-m", room, *arguments]
        self._log = log
        self._document = document
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it; returns at once."""
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                self._command,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL if self._document is None else subprocess.PIPE,
                stdout=None if self._document is None else subprocess.DEVNULL,
                stderr=stream,
            )
        if self._document is not None and self.process.stdin is not None:
            self.process.stdin.write(json.dumps(self._document).encode() + b"\n")
            self.process.stdin.flush()
        return self

    @property
    def log(self) -> str:
        """What it has said since the first start."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def wait_for_log(self, text: str, count: int = 1) -> None:
        """Wait until the log holds `text` so many times.

        Raises:
            ChaosError: It ended before.
            SandboxError: It did not come in time.
        """

        def said() -> bool:
            return self.log.count(text) >= count or self.running.poll() is not None

        wait_until(said, PATIENCE_S, f"the log says {text!r}")
        if self.log.count(text) < count:
            message = f"expected {text!r} in the log {count} times, the process ended instead: {self.log[-2000:]}"
            raise ChaosError(message)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        """The process that was started last.

        Raises:
            ChaosError: None was started.
        """
        if self.process is None:
            message = "expected a process that was started, it was not"
            raise ChaosError(message)
        return self.process

    def kill(self) -> None:
        """Kill it by kill -9."""
        self.running.kill()
        self.wait()

    def send(self, signal: Signals) -> None:
        """Send a signal; returns at once."""
        self.running.send_signal(signal)

    def terminate(self) -> int:
        """Ask it to end by SIGTERM, and return its exit code."""
        self.send(Signals.SIGTERM)
        return self.wait()

    def wait(self, timeout_s: float = PATIENCE_S) -> int:
        """Wait for its end, and return its exit code.

        Raises:
            subprocess.TimeoutExpired: It did not end in time.
        """
        code = self.running.wait(timeout_s)
        if self.running.stdin is not None:
            self.running.stdin.close()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
