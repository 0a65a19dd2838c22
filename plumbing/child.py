"""The protocol between the control plane and the processes that it starts (`python -m producers --config -`).

Down, on standard input: one line of JSON, the settings document with its secrets. Then, to a room that takes them,
lines of JSON with changes (`producers.orders`), none before the child's first report. The input stays open as long as
the parent lives: its end means that the parent is gone, and the child stops.
Up, on standard output: one `Report` per line of JSON. Logging goes to standard error.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Self, TextIO, get_args

from flir_iqa.errors import RecordError
from plumbing.redaction import redact

_CHUNK_BYTES: Final = 2**20

Stage = Literal["started", "running", "degraded", "failed"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a child says of itself.

    `started`: the settings were accepted. `running` and `degraded`: about once a second from then on.
    `failed`: the last words before it exits.
    """

    stage: Stage
    error: str | None = None
    """Why it is degraded or failed, credentials masked."""
    counters: Mapping[str, Any] = field(default_factory=dict)
    """What the room counts, by names of its own."""

    def to_line(self) -> str:
        """Encode as one line, without its end."""
        return json.dumps(asdict(self), allow_nan=False, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Read a line back.

        Raises:
            RecordError: It is no report.
        """
        try:
            report = cls(**json.loads(line))
        except (ValueError, TypeError, RecursionError) as error:
            message = f"expected a report as one line of JSON, got {line[:200]!r}"
            raise RecordError(message) from error
        sound = report.stage in get_args(Stage) and isinstance(report.error, str | None)
        if not sound or not isinstance(report.counters, Mapping):
            message = f"expected a report with a stage, an error and counters, got {line[:200]!r}"
            raise RecordError(message)
        return report


class Reporter:
    """Writes reports to a parent; silent where there is none. Safe to use from several threads."""

    def __init__(self, enabled: bool, stream: TextIO | None = None) -> None:
        self._stream = (stream or sys.stdout) if enabled else None
        self._lock = threading.Lock()
        self._always: dict[str, Any] = {}

    def add(self, **counters: Any) -> None:
        """Send these with each report from now on."""
        self._always |= counters

    def send(self, stage: Stage, error: str | None = None, **counters: Any) -> None:
        """Send one report; a parent that is gone is no error here, `watch_parent` sees to it."""
        if self._stream is None:
            return
        line = Report(stage, None if error is None else redact(error), {**self._always, **counters}).to_line()
        with self._lock:
            try:
                self._stream.write(line + "\n")
                self._stream.flush()
            except (BrokenPipeError, ValueError):
                self._stream = None


def watch_parent(on_gone: Callable[[], None], on_line: Callable[[str], None] = lambda _: None) -> None:
    """Call `on_gone` once, from a thread, when standard input ends; for children whose settings came from it.

    Args:
        on_gone: The parent is gone.
        on_line: Called with each line that comes meanwhile, without its end. A line that breaks off is none.
    """

    def wait() -> None:
        rest = b""
        # not through sys.stdin: a thread that waits in there holds a lock, without which Python cannot end
        while chunk := os.read(sys.stdin.fileno(), _CHUNK_BYTES):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                on_line(line.decode(errors="replace"))
        on_gone()

    threading.Thread(target=wait, name="parent", daemon=True).start()
