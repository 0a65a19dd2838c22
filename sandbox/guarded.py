"""A child process that never outlives us and that a test can freeze, thaw and kill."""

import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from signal import Signals
from typing import IO, Final, Self

from sandbox.errors import SandboxError
from sandbox.startable import Startable

_GUARD: Final = Path(__file__).with_name("guard.py")
_KILL_S: Final = 10.0
_LAST_LINES: Final = 15


class GuardedProcess(Startable):
    """A command in a session of its own (Ctrl-C does not reach it), killed when this process ends, even by kill -9.

    Attributes:
        log: The file that takes the command's standard output and error; each start appends.
    """

    def __init__(
        self, command: Sequence[str | Path], log: Path, remove: Path | None = None, cwd: Path | None = None
    ) -> None:
        """Hold what will be run.

        Args:
            command: The program, by its path, and its arguments.
            log: Where its output goes.
            remove: A folder that goes too if this process dies without `stop`.
            cwd: Where it runs; by default where we do.
        """
        self.log = log
        self._command = [str(part) for part in command]
        self._remove = str(remove or "")
        self._cwd = cwd
        self._guard: subprocess.Popen[str] | None = None
        self._pid: int | None = None

    def start(self) -> Self:
        """Start the command.

        Raises:
            SandboxError: It runs already, or there is no such program.
        """
        if self.running:
            message = f"{self._command[0]!r} runs already"
            raise SandboxError(message)
        self.stop()
        arguments = [sys.executable, "-I", "-S", str(_GUARD), self._remove, *self._command]
        with self.log.open("a") as log:
            self._guard = subprocess.Popen(  # noqa: S603 - the sandbox's own command
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                bufsize=1,
                start_new_session=True,
                cwd=self._cwd,
            )
        answer = _pipe(self._guard.stdout).readline()
        if not answer:
            message = f"cannot run {self._command[0]!r}: {self.last_lines()}"
            self.stop()
            raise SandboxError(message)
        self._pid = int(answer)
        return self

    @property
    def running(self) -> bool:
        """Whether the command runs, or is frozen."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def pid(self) -> int:
        """The command's process id.

        Raises:
            SandboxError: It was not started.
        """
        if self._pid is None:
            message = f"{self._command[0]!r} was not started"
            raise SandboxError(message)
        return self._pid

    @property
    def exit_code(self) -> int | None:
        """What the command ended with, as a shell would state it; `None` while it runs, and where it was stopped."""
        return None if self._guard is None else self._guard.poll()

    def send(self, signal: Signals) -> None:
        """Send a signal to the command; returns when it is sent, and does nothing if the command is gone."""
        if self._guard is None or not self.running:
            return
        try:
            _pipe(self._guard.stdin).write(f"{signal.name}\n")
            _pipe(self._guard.stdout).readline()
        except BrokenPipeError:
            self.wait(_KILL_S)

    def wait(self, timeout_s: float) -> bool:
        """Wait until the command has ended, at most so long; return whether it has."""
        if self._guard is None:
            return True
        try:
            self._guard.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, grace_s: float = 0.0) -> None:
        """End the command: ask it to if there is a grace, and kill it when that is over. May be called twice."""
        if self._guard is None:
            return
        if grace_s > 0:
            self.send(Signals.SIGTERM)
            self.wait(grace_s)
        self.send(Signals.SIGKILL)
        self.wait(_KILL_S)
        for pipe in (self._guard.stdin, self._guard.stdout):
            _pipe(pipe).close()
        self._guard = None

    def last_lines(self) -> str:
        """Return the last lines of the log, for an error message."""
        with self.log.open(encoding="utf-8", errors="replace") as log:
            return "".join(deque(log, _LAST_LINES)).strip() or "it said nothing"


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None  # noqa: S101 - we asked for it
    return stream
