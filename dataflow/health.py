"""How the flow does, in one word and a reason."""

import logging
import threading

log = logging.getLogger(__name__)


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
        """Note a change, and log it."""
        with self._lock:
            changed, self._reason = reason != self._reason, reason
        if changed and reason is not None:
            log.warning("degraded: %s", reason)
        elif changed:
            log.info("running again")
