"""Keeps what repeats itself from filling the log: an outage of ten minutes is not ten thousand lines."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from plumbing.log_events import LINES_HELD_BACK
from plumbing.log_lines import PLAIN, event_of, fields_of

LINES: Final = 10
WITHIN_S: Final = 60.0
_MOST_KINDS: Final = 10_000
_LOOK_S: Final = 1.0
"""How often counts are looked through for those whose time is over."""
_Kind = tuple[str, str, str, str]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Count:
    since_s: float
    n_passed: int = 0
    n_held: int = 0


class RepeatLimit(logging.Filter):
    """Lets the first lines of a kind pass in each minute, and counts the rest.

    A kind is an event of one logger about one camera or partition. How many lines were held back is told with the next
    line of any kind after the minute. Safe to use from several threads.

    Args:
        lines: How many lines of a kind pass.
        within_s: In how many seconds.
        clock: Monotonic, in seconds.
    """

    def __init__(
        self, lines: int = LINES, within_s: float = WITHIN_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._lines = lines
        self._within_s = within_s
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: dict[_Kind, _Count] = {}
        self._looked_s = clock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a record passes."""
        if event_of(record) == LINES_HELD_BACK.name:
            return True
        now_s = self._clock()
        with self._lock:
            over = self._take_over(now_s)
            count = self._counts.setdefault(self._kind(record), _Count(now_s))
            passes = count.n_passed < self._lines
            count.n_passed += passes
            count.n_held += not passes
        for kind, n_held in over:
            LINES_HELD_BACK.log(log, n_lines=n_held, of=kind[1], about=" ".join(kind[2:]).strip() or kind[0])
        return passes

    def _take_over(self, now_s: float) -> list[tuple[_Kind, int]]:
        """Forget the counts whose time is over; return those that held lines back."""
        if now_s - self._looked_s < _LOOK_S:
            return []
        self._looked_s = now_s
        over = [kind for kind, count in self._counts.items() if now_s - count.since_s >= self._within_s]
        counts = [(kind, self._counts.pop(kind)) for kind in over]
        return [(kind, count.n_held) for kind, count in counts if count.n_held]

    def _kind(self, record: logging.LogRecord) -> _Kind:
        event, fields = event_of(record), fields_of(record)
        what = str(record.msg)[:200] if event == PLAIN else event
        kind = (record.name, what, str(fields.get("camera_id", "")), str(fields.get("partition", "")))
        return (
            kind if kind in self._counts or len(self._counts) < _MOST_KINDS else (record.name, "other events", "", "")
        )
