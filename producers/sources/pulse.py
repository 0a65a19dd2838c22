"""Asks a source to end, and knows since when it gives no sign of life."""

import threading
import time
from collections.abc import Callable


class Pulse(threading.Event):
    """An event that is set when its source shall end.

    Waiting for it is a sign of life: a source that paces itself waits on purpose. Other calls tell theirs with `beat`.
    Safe to use from several threads; one source waits at a time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._beat_s = clock()
        self._is_waiting = False

    def beat(self) -> None:
        """Give a sign of life."""
        self._beat_s = self._clock()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, at most `timeout` seconds; return whether it is."""
        self._is_waiting = True
        try:
            return super().wait(timeout)
        finally:
            self.beat()
            self._is_waiting = False

    @property
    def silent_s(self) -> float:
        """For how long there was no sign of life, in seconds."""
        return 0.0 if self._is_waiting else self._clock() - self._beat_s
