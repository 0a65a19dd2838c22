"""One run of a room as a child process: its settings go down, its reports and its last lines come up.

Threads and blocking pipes, not asyncio: the event loop of the API is never involved, the same code serves the tests and
the command line, and a restart does not depend on a loop that may be busy or gone.
"""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, Final

from control.order_pipe import OrderPipe
from flir_iqa.errors import RecordError
from plumbing.child import Report
from plumbing.document import FROM_PARENT
from plumbing.log_lines import read_line
from plumbing.redaction import redact
from plumbing.secrets import literals, revealed
from plumbing.settings import ENV_PREFIX

_LINES_KEPT: Final = 20
_LONGEST_LINE: Final = 64_000
_LONGEST_REPORT: Final = 16 * 2**20
_READERS_S: Final = 2.0


class ChildProcess:
    """One run of `python -m <module> --config -`.

    The child leads a session of its own: Ctrl-C in a terminal reaches the control plane alone, which then stops its
    children in order. A control plane that is killed closes the child's standard input with its death, and the child
    ends by itself.

    Args:
        module: The room.
        document: Its settings; secrets as `SecretStr`.
        on_report: Called with each report, from a thread.
        arguments: Flags beside `--config`.
        inherit: Descriptors that the child holds as long as it lives.
    """

    def __init__(
        self,
        module: str,
        document: Mapping[str, Any],
        on_report: Callable[[Report], None],
        arguments: Sequence[str] = (),
        inherit: Sequence[int] = (),
    ) -> None:
        self._module = module
        self._arguments = arguments
        self._inherit = inherit
        self._orders = OrderPipe(module)
        self._document = document
        secrets = literals(document)
        self._secrets = secrets | {json.dumps(secret)[1:-1] for secret in secrets}  # as they stand in a line of JSON
        self._on_report = on_report
        self._lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._failure: str | None = None
        self.verdict: str | None = None
        """Why it was killed, by who killed it; stands before its own last words."""
        self._process: subprocess.Popen[str] | None = None
        self._readers: list[threading.Thread] = []
        self._log = logging.getLogger(f"child.{module}")

    def start(self) -> None:
        """Start the process and hand it its settings.

        Raises:
            OSError: The system does not start processes any more.
        """
        # -P: a folder of the same name in the working directory must not pass for the room
        command = [sys.executable, "-P", "-m", self._module, "--config", FROM_PARENT, *self._arguments]
        pipe = subprocess.PIPE
        self._process = process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=child_environment(os.environ),
            start_new_session=True,
            pass_fds=self._inherit,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdin and process.stdout and process.stderr  # noqa: S101 - asked for above
        self._read(process.stdout, self._take_report, _LONGEST_REPORT)
        self._read(process.stderr, self._take_line, _LONGEST_LINE)
        # a child that died at once, of which `wait` tells; or whose input is closed already, for it was asked to stop
        with contextlib.suppress(BrokenPipeError, ValueError):
            process.stdin.write(json.dumps(revealed(self._document)) + "\n")
            process.stdin.flush()
            self._orders.start(process.stdin.fileno())

    def order(self, cameras: Mapping[str, Any]) -> None:
        """Ask for changes of its cameras, once it has accepted its settings; see `producers.orders`. Never waits."""
        self._orders.order(cameras)

    @property
    def pid(self) -> int | None:
        """Process id, once started."""
        return None if self._process is None else self._process.pid

    @property
    def last_lines(self) -> list[str]:
        """The latest lines of its standard error, credentials masked."""
        return list(self._lines)

    @property
    def ended_well(self) -> bool:
        """Whether it has ended with exit code 0."""
        return self._process is not None and self._process.poll() == 0

    @property
    def refused(self) -> bool:
        """Whether it ended with a reason of its own (exit code 1, no traceback) rather than by a crash."""
        traceback = any(line.startswith("Traceback ") for line in self._lines)
        return self._process is not None and self._process.poll() == 1 and not traceback

    @property
    def last_words(self) -> str:
        """Why it ended: what it reported last, or the last line of its standard error, and how."""
        line = next((line for line in reversed(self._lines) if line.strip()), "it said nothing")
        words = self.verdict or self._failure or line.removeprefix("Error: ")
        return words if self.refused else f"{words} ({self._ending()})"

    def wait_for(self, timeout_s: float) -> bool:
        """Wait until the process has ended, at most `timeout_s`; return whether it has."""
        assert self._process is not None  # noqa: S101 - start comes first
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def wait(self) -> None:
        """Wait until the process has ended and all that it said was read."""
        assert self._process is not None  # noqa: S101 - start comes first
        self._process.wait()
        self._orders.close()
        for reader in self._readers:
            reader.join(_READERS_S)  # bounded: a grandchild may hold the pipe open
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def ask_to_stop(self) -> None:
        """Ask it to end, by closing its standard input and by SIGTERM; may be called twice."""
        if self._process is None or self._process.stdin is None:
            return
        self._orders.close()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.terminate()

    def kill(self) -> None:
        """End it and all that it started, at once."""
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _read(self, pipe: IO[str], take: Callable[[str], None], longest: int) -> None:
        def read_all() -> None:
            with pipe:  # closed at its end, however late a grandchild lets go of it
                while line := pipe.readline(longest):
                    take(line.rstrip("\n"))

        reader = threading.Thread(target=read_all, name=f"{self._module} reader", daemon=True)
        reader.start()
        self._readers.append(reader)

    def _take_report(self, line: str) -> None:
        try:
            report = Report.from_line(line)
        except RecordError:
            self._take_line(line)
            return
        self._orders.ready()
        error = report.error and redact(report.error, *self._secrets)
        if report.stage == "failed":
            self._failure = error
        self._on_report(Report(report.stage, error, report.counters))

    def _take_line(self, line: str) -> None:
        line = redact(line, *self._secrets)
        record = read_line(line, self._log.name)
        if record is None:
            self._lines.append(line)
            self._log.info("%s", line)
            return
        self._lines += [f"{record.levelname} {record.getMessage()}", *(record.exc_text or "").splitlines()]
        if self._log.isEnabledFor(record.levelno):
            self._log.handle(record)

    def _ending(self) -> str:
        code = self._process.poll() if self._process else None
        if code is None or code >= 0:
            return f"exit code {code}"
        return f"ended by {signal.Signals(-code).name}"


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a child: ours, without the settings that were looked at already."""
    kept = {name: content for name, content in environ.items() if not name.startswith(ENV_PREFIX)}
    return {**kept, "PYTHONUNBUFFERED": "1"}
