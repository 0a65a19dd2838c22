"""How fast a recording was really played."""

from collections import deque
from typing import Final

from recording.units import SECOND_NS

_RECENT_NS: Final = 3 * SECOND_NS
_SAMPLE_NS: Final = SECOND_NS // 10


class Pace:
    """Seconds of the recording per second of the clock, pauses left out. All times in nanoseconds."""

    def __init__(self) -> None:
        self._played_ns = 0
        self._active_ns = 0
        self._since_ns: int | None = None  # running since, on the clock
        self._samples: deque[tuple[int, int]] = deque()  # (active, played), not older than _RECENT_NS

    def run(self, now_ns: int) -> None:
        """Count the clock from here on."""
        if self._since_ns is None:
            self._since_ns = now_ns

    def stand(self, now_ns: int) -> None:
        """Leave the clock out from here on: a person paused."""
        self._active_ns = self.active_ns(now_ns)
        self._since_ns = None

    def played(self, step_ns: int, now_ns: int) -> None:
        """Count one message that lies `step_ns` after the one before it."""
        self._played_ns += max(0, step_ns)
        active_ns = self.active_ns(now_ns)
        if not self._samples or active_ns - self._samples[-1][0] >= _SAMPLE_NS:
            self._samples.append((active_ns, self._played_ns))
        while active_ns - self._samples[0][0] > _RECENT_NS:
            self._samples.popleft()

    def active_ns(self, now_ns: int) -> int:
        """Return how long the clock was counted."""
        return self._active_ns + (0 if self._since_ns is None else now_ns - self._since_ns)

    def overall(self, now_ns: int) -> float | None:
        """Return the rate from the beginning on; `None` before there is one."""
        active_ns = self.active_ns(now_ns)
        return self._played_ns / active_ns if active_ns > 0 else None

    def recent(self, now_ns: int) -> float | None:
        """Return the rate over the last three seconds; `None` before there is one."""
        if not self._samples:
            return None
        active_ns, played_ns = self._samples[0]
        passed_ns = self.active_ns(now_ns) - active_ns
        return (self._played_ns - played_ns) / passed_ns if passed_ns > 0 else None
