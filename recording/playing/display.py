"""Shows a person how a replay goes: a line that moves in a terminal, a line of log every so often elsewhere."""

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
from recording.playing.rate import show_rate
from recording.playing.state import PlayerStage, PlayerState

log = logging.getLogger(__name__)

KEYS: Final = "space pause   right step   up/down rate   left back 10 s   q end"
_LOG_EVERY_S: Final = 10.0
_BAR_WIDTH: Final = 24
_MARKS: Final = {
    PlayerStage.PLAYING: Text("playing", style="green"),
    PlayerStage.PAUSED: Text("paused", style="yellow"),
    PlayerStage.HELD: Text("waiting", style="red"),
    PlayerStage.ENDED: Text("ended", style="dim"),
    PlayerStage.FAILED: Text("failed", style="bold red"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a replay."""

    state: PlayerState
    lag: int | None
    """Frames that the consumer is behind; `None` where none is followed."""
    problem: str | None
    """What is wrong with Kafka."""


Show = Callable[[View], None]


def display(console: Console, has_keys: bool) -> AbstractContextManager[Show]:
    """Give a way to show the state, right for where standard error goes; logging goes there too."""
    return live_display(console, lambda view: draw(view, has_keys), LogLines)


class LogLines:
    """Logs one line every 10 seconds, and at once when something goes wrong."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_s = clock() + _LOG_EVERY_S
        self._degraded = False

    def __call__(self, view: View) -> None:
        """Log, if it is time."""
        if (view.problem is not None) != self._degraded:
            self._degraded = view.problem is not None
            log.warning("%s", view.problem or "Kafka takes frames again")
        if self._clock() >= self._next_s:
            self._next_s = self._clock() + _LOG_EVERY_S
            log.info("%s %s", view.state.stage, describe(view))


def describe(view: View) -> str:
    """Return one line about how far and how fast a replay is."""
    return f"{_place(view.state)}, {_counts(view)}"


def draw(view: View, has_keys: bool) -> Group:
    """Return what a terminal shows, in lines that fit into 80 columns."""
    state = view.state
    total, completed = state.end_ns - state.start_ns, state.position_ns - state.start_ns
    line = Table.grid(padding=(0, 1))
    line.add_row(_MARKS[state.stage], ProgressBar(total, completed, width=_BAR_WIDTH), Text(_place(state)))
    lines: list[Table | Text] = [line, Text(_counts(view))]
    if view.problem is not None:
        lines.append(Text(view.problem, style="bold red"))
    if has_keys:
        lines.append(Text(KEYS, style="dim"))
    return Group(*lines)


def _place(state: PlayerState) -> str:
    achieved = "" if state.recent_rate is None else f" (achieved {state.recent_rate:.2f}x)"
    position, length = state.position_ns - state.start_ns, state.end_ns - state.start_ns
    return f"{show_duration(position)} of {show_duration(length)}, {show_rate(state.rate)}{achieved}"


def _counts(view: View) -> str:
    state = view.state
    parts = [show_moment(state.position_ns), f"{state.n_frames} frames"]
    if view.lag is not None:
        parts.append(f"lag {view.lag}")
    if state.pass_number > 1:
        parts.append(f"pass {state.pass_number}")
    if state.held_by is not None:
        parts.append(f"waits for {state.held_by}")
    return ", ".join(parts)


def summarize(state: PlayerState, n_delivered: int) -> str:
    """Return what a replay came to, in a sentence or two."""
    seconds = state.active_ns / 1e9
    text = f"replayed {state.n_frames} frames, {state.n_bytes / 1e6:.1f} MB, in {seconds:.1f} s"
    if state.overall_rate is not None:
        text += f": achieved {state.overall_rate:.3g}x of {show_rate(state.rate)}"
    if state.held_ns:
        text += f", {state.held_ns / 1e9:.1f} s of it held up"
    if n_delivered != state.n_frames:
        text += f"; Kafka acknowledged {n_delivered} of them"
    if state.jitter is not None:
        jitter = state.jitter
        text += (
            f". Behind their time: p50 {jitter.p50_ms:.1f} ms, p99 {jitter.p99_ms:.1f} ms, "
            f"max {jitter.max_ms:.1f} ms, {jitter.share_in_time:.1%} within 5 ms"
        )
    return text
