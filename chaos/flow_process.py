"""`flir-iqa flow` as a process that a scenario may kill, ask to end, and start again."""

import subprocess
import sys
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import Final, Self

from chaos.errors import ChaosError
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until

PATIENCE_S: Final = 60.0
"""How long anything may take that takes a second or two on a quiet machine."""
CHECKOUT: Final = Path(__file__).resolve().parent.parent
_TOPIC_OPTIONS: Final = ("frames", "results", "rejected", "events", "partitions")


class FlowProcess:
    """`python -m dataflow` on the given topics; a context manager that leaves nothing behind.

    Args:
        kafka: The connection, without secrets: they would stand in the arguments.
        topics: The topics.
        log: Where its standard error goes; each start appends.
        options: More options of `flir-iqa flow`.
    """

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, log: Path, *options: str) -> None:
        chosen = [text for name in _TOPIC_OPTIONS for text in (f"--{name}", str(getattr(topics, name)))]
        self._command = [sys.executable, "-m", "dataflow", "--bootstrap", kafka.bootstrap, *chosen, *options]
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it; returns at once."""
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                self._command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stderr=stream
            )
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
            message = f"expected {text!r} in the log {count} times, the flow ended instead: {self.log[-2000:]}"
            raise ChaosError(message)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        """The process that was started last.

        Raises:
            ChaosError: None was started.
        """
        if self.process is None:
            message = "expected a flow that was started, it was not"
            raise ChaosError(message)
        return self.process

    def kill(self) -> None:
        """Kill it by kill -9."""
        self.running.kill()
        self.running.wait()

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
        return self.running.wait(timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
