"""How a process ends: a first signal asks it to, a second or the end of the grace makes it."""

import logging
import os
import signal
import threading
from typing import Final

log = logging.getLogger(__name__)

FORCED_EXIT_CODE: Final = 75
"""Exit code of a process that did not end within its grace (EX_TEMPFAIL of sysexits.h: start it again)."""

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class Stopper:
    """Turns SIGTERM and SIGINT, or the end of a parent, into a flag that every loop looks at.

    Signals are taken by a thread in `sigwait`, because a Python signal handler never runs while the main thread is
    inside a native call (Bytewax, librdkafka). Make it before any other thread starts: threads inherit the mask.
    """

    def __init__(self, grace_s: float = 5.0) -> None:
        self._asked = threading.Event()
        self._grace_s = grace_s

    def listen(self) -> None:
        """Start to take signals. Call from the main thread, once, before other threads start."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        threading.Thread(target=self._wait_for_signals, name="signals", daemon=True).start()

    def stop(self) -> None:
        """Ask the process to end, as a signal would; it is forced to when the grace is over."""
        if not self._asked.is_set():
            self._asked.set()
            threading.Thread(target=self._force_after_grace, name="grace", daemon=True).start()

    @property
    def stopping(self) -> bool:
        """Whether the process was asked to end."""
        return self._asked.is_set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until asked to end, at most `timeout_s`; return whether that came."""
        return self._asked.wait(timeout_s)

    def _wait_for_signals(self) -> None:
        first = signal.sigwait(_SIGNALS)
        log.info("%s: stopping", signal.Signals(first).name)
        self.stop()
        second = signal.sigwait(_SIGNALS)
        log.warning("%s again: ending at once", signal.Signals(second).name)
        os._exit(128 + second)

    def _force_after_grace(self) -> None:
        threading.Event().wait(self._grace_s)
        log.error("not stopped after %s s: ending by force", self._grace_s)
        os._exit(FORCED_EXIT_CODE)


def with_default_signals() -> None:
    """Undo the signal mask in a child between fork and exec; give as `preexec_fn` where a `Stopper` listens."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
