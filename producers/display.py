"""Shows a person how the cameras stand: a live table in a terminal, a line of log every so often elsewhere."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from plumbing.live import live_display
from plumbing.log_events import CAMERA_STATUS
from producers.monitor import CameraReport

log = logging.getLogger(__name__)

Show = Callable[[Sequence[CameraReport], str | None], None]
"""Takes how the cameras stand, and what is wrong with Kafka."""

_LOG_EVERY_S: Final = 10.0
_STYLES: Final = {"streaming": "green", "connecting": "yellow", "finished": "dim"}
_BAD_STYLE: Final = "red"
_COLUMNS: Final = (
    "camera",
    "state",
    "since (UTC)",
    "frames/s",
    "published",
    "sampled out",
    "lost",
    "reconnects",
    "last error",
)


def display(console: Console) -> AbstractContextManager[Show]:
    """Give a way to show the state, right for where standard error goes; logging goes there too."""
    return live_display(console, status_table, LogLines)


class LogLines:
    """Logs one line per camera every 10 seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_s = clock() + _LOG_EVERY_S

    def __call__(self, reports: Sequence[CameraReport], _problem: str | None) -> None:
        """Log, if it is time; problems with Kafka are logged where they are found."""
        if self._clock() < self._next_s:
            return
        self._next_s += _LOG_EVERY_S
        for report in reports:
            CAMERA_STATUS.log(log, summary=summary(report), **figures(report))


def figures(report: CameraReport) -> dict[str, Any]:
    """Return what a line of log tells a machine about a camera."""
    return {"camera_id": report.camera_id, **report.to_dict()}


def summary(report: CameraReport) -> str:
    """Return one line about a camera."""
    counts = report.counts
    dropped = ", ".join(f"{reason} {n}" for reason, n in counts.dropped.items()) or "none"
    return (
        f"{report.camera_id}: {report.status.condition}, {report.fps:.1f} frames/s, captured {counts.captured}, "
        f"published {counts.published}, dropped {dropped}, in flight {counts.in_flight}"
    )


def status_table(reports: Sequence[CameraReport], problem: str | None) -> Table:
    """Return the table for a terminal."""
    caption = None if problem is None else Text(problem, style="bold red")
    table = Table(*_COLUMNS, caption=caption)
    for report in reports:
        dropped = report.counts.dropped
        sampled = sum(n for reason, n in dropped.items() if reason in ("sampled", "late"))
        table.add_row(
            report.camera_id,
            Text(report.status.condition, style=_STYLES.get(report.status.condition, _BAD_STYLE)),
            f"{report.status.since:%H:%M:%S}",
            f"{report.fps:.1f}",
            str(report.counts.published),
            str(sampled),
            str(sum(dropped.values()) - sampled),
            str(report.status.reconnects),
            Text(report.status.error or ""),
        )
    return table
