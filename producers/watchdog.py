"""Ends what no time-out ends: a reader that hangs in a native call, and a process that hangs as a whole."""

import faulthandler
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol

FROZEN_S: Final = 60.0
"""How long the process as a whole may stand still."""


class Watched(Protocol):
    """Something that reads, and may hang."""

    @property
    def silent_s(self) -> float:
        """For how long it gave no sign of life."""
        ...

    def give_up_reading(self) -> None:
        """Leave the thread that hangs alone, and read with another."""
        ...


class Watchdog:
    """Gives up the reader of a camera that hangs; no other camera notices. Call `look` about once a second.

    A thread cannot be ended from outside: it is left behind, and what it says later is not listened to.

    Args:
        cameras: What to watch.
        limit_s: Seconds without a sign of life after which a reader counts as hung; longer than all time-outs.
    """

    def __init__(self, cameras: Sequence[Watched], limit_s: float) -> None:
        self._cameras = cameras
        self._limit_s = limit_s

    def look(self) -> None:
        """Look at each camera."""
        for camera in self._cameras:
            if camera.silent_s > self._limit_s:
                camera.give_up_reading()


@contextmanager
def end_if_frozen(after_s: float = FROZEN_S) -> Iterator[None]:
    """End this process with exit code 1 if no thread of ours can run for `after_s`; supervisors start it again.

    For native code that hangs and holds Python's lock. A main thread that waits, be it for a reader of its output, is
    not meant: a thread of its own gives the signs of life. The stacks of all threads go to standard error. A process
    that was halted for as long (SIGSTOP, `docker pause`) ends when it goes on.
    """
    ended = threading.Event()

    def give_signs() -> None:
        while not ended.wait(after_s / 10):
            faulthandler.dump_traceback_later(after_s, exit=True)

    faulthandler.dump_traceback_later(after_s, exit=True)
    thread = threading.Thread(target=give_signs, name="signs of life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        faulthandler.cancel_dump_traceback_later()
