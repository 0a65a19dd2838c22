"""How figures spread: counts by upper bound, as a Prometheus histogram has them."""

import threading
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate


class Distribution:
    """Counts figures by bounds. Safe to use from several threads.

    Args:
        bounds: Upper bounds, rising; what is above the last is counted too.
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self._lock = threading.Lock()
        self._bounds = tuple(bounds)
        self._counts = [0] * (len(self._bounds) + 1)
        self._sum = 0.0

    def take(self, figure: float) -> None:
        """Count one figure; a negative one, as two clocks give it, counts as 0."""
        figure = max(0.0, figure)
        place = bisect_left(self._bounds, figure)
        with self._lock:
            self._counts[place] += 1
            self._sum += figure

    def read(self) -> tuple[list[tuple[str, int]], float]:
        """Return (bound, how many figures lie at or below it) for each bound and `+Inf`, and the sum of all figures."""
        with self._lock:
            below, total = list(accumulate(self._counts)), self._sum
        return list(zip([*(f"{bound:g}" for bound in self._bounds), "+Inf"], below, strict=True)), total
