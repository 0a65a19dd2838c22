"""Time for the player: it comes in from outside, so that a test has hours pass at once."""

import threading
import time
from typing import Final, Protocol

from recording.units import SECOND_NS

_LONGEST_S: Final = 3600.0


class Clock(Protocol):
    """Tells the time, and waits."""

    def now_ns(self) -> int:
        """Return monotonic time in nanoseconds; only differences mean something."""
        ...

    def wall_ns(self) -> int:
        """Return nanoseconds since the epoch."""
        ...

    def wait(self, changed: threading.Condition, until_ns: int | None) -> None:
        """Wait for a notification, at most until `until_ns` (monotonic); `changed` is held by the caller.

        It may return early, as a condition does.
        """
        ...


class SystemClock:
    """The machine's clocks."""

    def now_ns(self) -> int:
        """Return monotonic time in nanoseconds."""
        return time.monotonic_ns()

    def wall_ns(self) -> int:
        """Return nanoseconds since the epoch."""
        return time.time_ns()

    def wait(self, changed: threading.Condition, until_ns: int | None) -> None:
        """Wait for a notification, at most until `until_ns`, and at most an hour: longer waits overflow."""
        left_s = _LONGEST_S if until_ns is None else (until_ns - time.monotonic_ns()) / SECOND_NS
        changed.wait(min(max(0.0, left_s), _LONGEST_S))
