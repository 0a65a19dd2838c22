"""Whether the flow moves. That its process exists says nothing: a scorer may hang, a client may have lost its way."""

import logging
import math
import threading
import time
from collections.abc import Callable
from typing import Final

from dataflow.health import Health
from dataflow.lags import Lags
from plumbing.log_events import STALLED
from plumbing.probes.verdict import Verdict

log = logging.getLogger(__name__)

_PAUSE_S: Final = 10.0
"""Without a look for so long, it was not the flow alone that stood still."""
_START_LIMIT_S: Final = 600.0
"""A start may read long tails; each of its requests has a deadline of its own."""


class Liveness:
    """Takes the pulse of the flow, and judges it. Safe to use from several threads.

    Alive is a flow whose thread turns, and which gives frames outcomes while frames wait, unless it says why it waits.
    Ready is one that reads, and has no reason to wait.

    Args:
        lags: Where the partitions stand.
        health: The reason why the flow waits.
        limit_s: How long it may stand still, in seconds.
        clock: Monotonic, in seconds.
    """

    def __init__(self, lags: Lags, health: Health, limit_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._lags = lags
        self._health = health
        self._limit_s = limit_s
        self._clock = clock
        self._lock = threading.Lock()
        self._beat_at = self._looked_at = clock()
        self._reading = False
        self._was_alive = True

    def beat(self) -> None:
        """Say that the flow's thread turns; to be called from each of its loops."""
        self._beat_at = self._clock()  # one store: no lock is needed, and this is called often

    def start(self) -> None:
        """Say that a run begins to find out where to go on."""
        self._reading = False
        self.beat()

    def read(self) -> None:
        """Say that the run takes frames from now on."""
        self._reading = True
        self.beat()

    def rest(self) -> None:
        """Say that the flow waits for its next run, which is no standstill."""
        self._reading = False
        self._beat_at = math.inf

    def look(self) -> Verdict:
        """Judge; to be called about once a second, so that a wait with a reason is told from a standstill."""
        self._forgive_pause()
        reason = self._health.reason
        if reason is not None:
            self._lags.excuse()
        problem = self._problem()
        with self._lock:
            died, self._was_alive = problem is not None and self._was_alive, problem is None
        if died:
            STALLED.log(log, reason=problem)
        ready = problem is None and reason is None and self._reading
        return Verdict(problem is None, ready, problem or reason or (None if self._reading else "it is starting"))

    def _forgive_pause(self) -> None:
        """Count the time anew after the process as a whole stood still: stopped, or on a machine that was paused."""
        now_s = self._clock()
        looked_at, self._looked_at = self._looked_at, now_s
        if now_s - looked_at > _PAUSE_S:
            self._beat_at = max(self._beat_at, now_s)
            self._lags.excuse()

    def _problem(self) -> str | None:
        silent_s = self._clock() - self._beat_at
        if silent_s > (self._limit_s if self._reading else max(self._limit_s, _START_LIMIT_S)):
            return f"the flow has been standing still for {silent_s:.0f} s: scoring or a native call hangs"
        still_s = self._lags.still_s
        if still_s > self._limit_s:
            return f"{self._lags.total} frames wait, and none got an outcome for {still_s:.0f} s"
        return None
