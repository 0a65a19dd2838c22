"""Shows a person how a recording goes: a line that moves in a terminal, a line of log every so often elsewhere."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from rich.console import Console, Group
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from plumbing.live import live_display
from recording.moments import show_duration, show_moment

log = logging.getLogger(__name__)

_LOG_EVERY_S: Final = 10.0
_BAR_WIDTH: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shown of a recording."""

    seconds: float
    """Since it began."""
    n_messages: int
    file_bytes: int
    file: str
    """Name of the file that is written."""
    per_second: float
    """Messages a second, lately."""
    time_ns: int | None = None
    """The latest time of a message, in nanoseconds since the epoch."""
    n_done: int = 0
    n_wanted: int | None = None
    """Offsets passed and wanted in all; `None` while there is no end."""
    problem: str | None = None
    """What is wrong with Kafka or a topic."""


Show = Callable[[View], None]


def display(console: Console) -> AbstractContextManager[Show]:
    """Give a way to show how it goes, right for where standard error goes; logging goes there too."""
    return live_display(console, draw, LogLines)


class LogLines:
    """Logs one line every 10 seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_s = clock() + _LOG_EVERY_S

    def __call__(self, view: View) -> None:
        """Log, if it is time."""
        if self._clock() >= self._next_s:
            self._next_s = self._clock() + _LOG_EVERY_S
            log.info("%s", describe(view))


def describe(view: View) -> str:
    """Return one line about how far a recording is."""
    return f"{_counts(view)}, {_place(view)}"


def draw(view: View) -> Group:
    """Return what a terminal shows, in lines that fit into 80 columns."""
    line = Table.grid(padding=(0, 1))
    mark = Text("waiting", style="red") if view.problem else Text("recording", style="green")
    cells: list[Text | ProgressBar] = [mark]
    if view.n_wanted is not None:
        cells.append(ProgressBar(max(1, view.n_wanted), min(view.n_done, max(1, view.n_wanted)), width=_BAR_WIDTH))
    line.add_row(*cells, Text(_counts(view)))
    lines: list[Table | Text] = [line, Text(_place(view))]
    if view.problem is not None:
        lines.append(Text(view.problem, style="bold red"))
    return Group(*lines)


def _counts(view: View) -> str:
    share = f", {view.n_done / view.n_wanted:.0%}" if view.n_wanted else ""
    duration = show_duration(round(view.seconds * 1e9))
    return f"{duration}, {view.n_messages} messages, {view.per_second:.1f}/s{share}"


def _place(view: View) -> str:
    moment = "" if view.time_ns is None else f" at {show_moment(view.time_ns)}"
    return f"{view.file}, {view.file_bytes / 1e6:.1f} MB{moment}"
