"""Whether the flow keeps up with the frames."""

import logging
from datetime import timedelta

from dataflow.metrics import Figures
from plumbing.log_events import CAUGHT_UP, LAGGING

log = logging.getLogger(__name__)


class Lagging:
    """Says when the flow falls behind, and when it has caught up. It is no fault: each frame still gets its outcome.

    Args:
        limit: From how far behind on.
    """

    def __init__(self, limit: timedelta) -> None:
        self._limit_s = limit.total_seconds()
        self._is_behind = False

    def look(self, figures: Figures) -> str | None:
        """Return how far behind it is, in words; None while it keeps up. Logs a change."""
        was_behind, self._is_behind = self._is_behind, figures.lag_s > self._limit_s
        if self._is_behind and not was_behind:
            LAGGING.log(log, lag_s=figures.lag_s, lag_frames=figures.lag_frames)
        elif was_behind and not self._is_behind:
            CAUGHT_UP.log(log)
        return f"lagging: {figures.lag_s:.0f} s behind" if self._is_behind else None
