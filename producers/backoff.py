"""How long to wait before the next attempt at something that failed."""

import random
from collections.abc import Callable
from typing import Final

_JITTER: Final = 0.3
"""Share of a wait that chance takes off, so that many cameras do not come back at one moment."""


class Backoff:
    """Doubles from attempt to attempt up to a bound; starts anew after a success that lasted."""

    def __init__(self, first_s: float, max_s: float, chance: Callable[[], float] = random.random) -> None:
        self._first_s = first_s
        self._max_s = max_s
        self._chance = chance
        self._next_s = first_s

    def next_wait_s(self, lived_s: float = 0.0) -> float:
        """Return the seconds to wait now.

        Args:
            lived_s: How long the last attempt went well; if longer than the wait before it, the waits start anew. So
                something that fails right after each success is still left in peace.
        """
        if lived_s > self._next_s:
            self._next_s = self._first_s
        wait_s = self._next_s
        self._next_s = min(self._next_s * 2, self._max_s)
        return wait_s * (1 - _JITTER * self._chance())
