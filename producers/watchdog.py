"""Ends what no time-out ends: a reader that hangs in a native call, and a process that hangs as a whole."""

import faulthandler
from collections.abc import Sequence
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


def end_if_frozen(after_s: float = FROZEN_S) -> None:
    """End this process with exit code 1 unless it is called again within `after_s`; supervisors start it again.

    For native code that hangs and holds Python's lock: then no thread of ours could do it. The stacks of all threads go
    to standard error.
    """
    faulthandler.dump_traceback_later(after_s, exit=True)


def never_mind() -> None:
    """Take the last `end_if_frozen` back."""
    faulthandler.cancel_dump_traceback_later()
