"""How late messages left, compared with when they were due."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from recording.units import MILLISECOND_NS

_BIN_NS: Final = 50_000
_LAST_BIN: Final = 200_000
"""Ten seconds; what is later counts as that late, but for the maximum."""
_IN_TIME_NS: Final = 5 * MILLISECOND_NS


@dataclass(frozen=True, slots=True)
class Jitter:
    """Lateness over all messages that had a time to be due at."""

    p50_ms: float
    p99_ms: float
    max_ms: float
    share_in_time: float
    """Share within 5 ms, 0..1."""


class Lateness:
    """Counts how late messages left, in bins of 0.05 ms: memory has a bound however long a replay runs."""

    def __init__(self) -> None:
        self._bins: Counter[int] = Counter()
        self._n = 0
        self._n_in_time = 0
        self._max_ns = 0

    def add(self, late_ns: int) -> None:
        """Count one message; one that left early left in time."""
        late_ns = max(0, late_ns)
        self._bins[min(late_ns // _BIN_NS, _LAST_BIN)] += 1
        self._n += 1
        self._n_in_time += late_ns <= _IN_TIME_NS
        self._max_ns = max(self._max_ns, late_ns)

    def jitter(self) -> Jitter | None:
        """Return the figures; `None` before the first message."""
        if self._n == 0:
            return None
        return Jitter(
            p50_ms=self._quantile_ms(0.5),
            p99_ms=self._quantile_ms(0.99),
            max_ms=self._max_ns / MILLISECOND_NS,
            share_in_time=self._n_in_time / self._n,
        )

    def _quantile_ms(self, share: float) -> float:
        """Return the upper edge of the bin in which that share of the messages is reached."""
        seen = 0
        for index in sorted(self._bins):
            seen += self._bins[index]
            if seen >= share * self._n:
                return min((index + 1) * _BIN_NS, self._max_ns) / MILLISECOND_NS
        return self._max_ns / MILLISECOND_NS
