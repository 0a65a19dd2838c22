"""How the flow does, in one word and a reason."""

import logging
import re
import threading
from typing import Final

from plumbing.log_events import DEGRADED, RECOVERED

log = logging.getLogger(__name__)

_FIGURES: Final = re.compile(r"\d+")


class Health:
    """Why the flow is degraded; None while it is well. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reason: str | None = None

    @property
    def reason(self) -> str | None:
        """The reason, in words."""
        with self._lock:
            return self._reason

    def set(self, reason: str | None) -> None:
        """Note a change, and log it; that only the figures in the words are others is none."""
        with self._lock:
            changed, self._reason = _words(reason) != _words(self._reason), reason
        if changed and reason is not None:
            DEGRADED.log(log, reason=reason)
        elif changed:
            RECOVERED.log(log)


def _words(reason: str | None) -> str | None:
    return None if reason is None else _FIGURES.sub("", reason)
