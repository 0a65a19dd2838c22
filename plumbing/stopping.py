"""How a process ends: a first signal asks it to, a second or the end of the grace makes it."""

import logging
import os
import signal
import socket
import threading
from typing import Final

from plumbing.log_events import END_FORCED, SIGNAL_RECEIVED, SIGNAL_REPEATED

log = logging.getLogger(__name__)

FORCED_EXIT_CODE: Final = 75
"""Exit code of a process that did not end within its grace (EX_TEMPFAIL of sysexits.h: start it again)."""

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class Stopper:
    """Turns SIGTERM and SIGINT, or the end of a parent, into a flag that every loop looks at.

    Signals are read by a thread from a wake-up socket, because a Python signal handler never runs while the main thread
    is inside a native call (Bytewax, librdkafka). Masking them for `sigwait` instead would not do: libraries start
    threads when they are imported, and a signal finds the one thread that is not masked.
    """

    def __init__(self, grace_s: float = 5.0) -> None:
        self._asked = threading.Event()
        self._grace_s = grace_s

    def listen(self) -> None:
        """Start to take signals; call from the main thread, once."""
        reading, writing = socket.socketpair()
        writing.setblocking(False)
        signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, lambda *_: None)
        threading.Thread(target=self._take_signals, args=(reading,), name="signals", daemon=True).start()

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

    def _take_signals(self, reading: socket.socket) -> None:
        signaled = False  # the end of a parent comes with a signal as often as not: that is no second one
        while True:
            number = reading.recv(1)[0]
            if number not in _SIGNALS:
                continue
            if signaled:
                SIGNAL_REPEATED.log(log, signal=signal.Signals(number).name)
                os._exit(128 + number)
            signaled = True
            SIGNAL_RECEIVED.log(log, signal=signal.Signals(number).name)
            self.stop()

    def _force_after_grace(self) -> None:
        threading.Event().wait(self._grace_s)
        END_FORCED.log(log, grace_s=self._grace_s)
        os._exit(FORCED_EXIT_CODE)
