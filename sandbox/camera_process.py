"""What all simulated cameras have in common: an RTSP server in a process of its own."""

import tempfile
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from signal import Signals
from typing import Final, Self

from sandbox.errors import SandboxError
from sandbox.guarded import GuardedProcess
from sandbox.ports import LOOPBACK, answers, free_port, is_free
from sandbox.startable import Startable
from sandbox.waiting import wait_until

_START_S: Final = 30.0
_ROOT: Final = Path(__file__).resolve().parent.parent


class CameraProcess(Startable):
    """An RTSP server on the loopback address; a context manager. It dies with this process.

    Attributes:
        port: Where clients connect; it stays the same over `stop` and `start`.
    """

    def __init__(self, port: int | None = None) -> None:
        """Choose the port, a free one by default; nothing runs yet."""
        self.port = port or free_port()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._process: GuardedProcess | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Its address."""

    @abstractmethod
    def command(self, scratch: Path) -> Sequence[str | Path]:
        """Return the command that serves; `scratch` is a folder of its own, private and removed at the end."""

    def start(self) -> Self:
        """Start it and wait until it takes connections.

        Raises:
            SandboxError: The port is taken, or the server does not come up.
        """
        if self.running:
            message = f"the camera on port {self.port} runs already"
            raise SandboxError(message)
        if not is_free(self.port):
            message = f"something listens on {LOOPBACK}:{self.port} already: stop it, or choose another port"
            raise SandboxError(message)
        self.stop()
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise
        return self

    @property
    def running(self) -> bool:
        """Whether the process is there (it may be frozen)."""
        return self._process is not None and self._process.running

    def stop(self) -> None:
        """End it; connections break as with a camera that lost its power. May be called twice."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def freeze(self) -> None:
        """Halt it as it stands: connections stay open and nothing is sent, until `thaw`."""
        self._started().send(Signals.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self._started().send(Signals.SIGCONT)

    def _launch(self) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="flir-iqa-camera-")
        scratch = Path(self._scratch.name)
        process = GuardedProcess(self.command(scratch), scratch / "log", scratch, _ROOT)
        self._process = process.start()
        wait_until(lambda: not process.running or answers(self.port), _START_S, f"a camera listens on {self.port}")
        if not process.running:
            message = f"the camera ended while it started; its last words: {process.last_lines()}"
            raise SandboxError(message)

    def _started(self) -> GuardedProcess:
        if self._process is None:
            message = f"the camera on port {self.port} was not started"
            raise SandboxError(message)
        return self._process
