"""How many a second, lately."""

from collections import deque
from collections.abc import Callable
from typing import Final

_WINDOW_S: Final = 5.0


class RecentRate:
    """Counts a second over the last five seconds.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._points: deque[tuple[float, int]] = deque([(clock(), 0)])

    def update(self, count: int) -> float:
        """Take the present count; return how fast it grows."""
        now = self._clock()
        self._points.append((now, count))
        while len(self._points) > 2 and self._points[0][0] < now - _WINDOW_S:
            self._points.popleft()
        then, before = self._points[0]
        return (count - before) / (now - then) if now > then else 0.0
