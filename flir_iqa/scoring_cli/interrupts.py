"""Ctrl-C that cannot get lost: an exception raised inside a finaliser or a library's callback is dropped by Python."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Self


class Interrupts:
    """Remembers that SIGINT came, beside raising `KeyboardInterrupt` at once; does nothing outside the main thread."""

    def __init__(self) -> None:
        self._came = False
        self._watching = False

    def __enter__(self) -> Self:
        handler = signal.getsignal(signal.SIGINT)
        self._watching = threading.current_thread() is threading.main_thread() and handler is signal.default_int_handler
        if self._watching:
            signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watching:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def check(self) -> None:
        """Raise what may have been dropped.

        Raises:
            KeyboardInterrupt: SIGINT has come.
        """
        if self._came:
            raise KeyboardInterrupt

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._came = True
        raise KeyboardInterrupt
