"""Starts the configured cameras without being asked to, and tries again while Kafka is not there yet."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from control.errors import AlreadyRunningError, ChildRefusedError, NothingToStartError
from flir_iqa.errors import FlirIqaError, SettingsError
from plumbing.log_events import AUTOSTART_FAILED

log = logging.getLogger(__name__)

_RETRY_S: Final = 5.0
_HOPELESS: Final = (ChildRefusedError, NothingToStartError, SettingsError)
"""What waiting does not mend."""


class Autostart:
    """Calls `start` from a thread until it succeeds, or somebody else starts or stops by hand.

    Args:
        start: Starts the configured cameras; raises what a start raises.
    """

    def __init__(self, start: Callable[[], None]) -> None:
        self._start = start
        self._over = threading.Event()
        self._error: str | None = None
        self._thread = threading.Thread(target=self._run, name="autostart", daemon=True)

    @property
    def error(self) -> str | None:
        """Why it has not succeeded; None when it has, or was called off."""
        return self._error

    def begin(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def call_off(self) -> None:
        """Try no more: somebody decided by hand. May be called twice, and without `begin`."""
        self._over.set()
        self._error = None

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._start()
            except AlreadyRunningError:
                return
            except FlirIqaError as error:
                if self._over.is_set():
                    return
                AUTOSTART_FAILED.log(log, reason=str(error))
                self._error = str(error)
                if isinstance(error, _HOPELESS):
                    return
            else:
                self._error = None
                return
            self._over.wait(_RETRY_S)
