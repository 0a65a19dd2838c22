"""What the flow counts of itself. There are no group offsets, so that lag is known here and nowhere else."""

import threading
import time
from collections import deque
from dataclasses import dataclass
from statistics import quantiles
from typing import Any, Final

_RECENT: Final = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """A reading of the metrics."""

    scored: int
    rejected: int
    lag_frames: int
    fps: float
    latency_p50_ms: float | None
    latency_p99_ms: float | None
    cameras: int
    starts: int


class FlowMetrics:
    """Counts since the process began; survives restarts of the flow inside it. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scored = 0
        self._rejected = 0
        self._starts = 0
        self._latencies: deque[float] = deque(maxlen=_RECENT)
        self._cameras: set[str] = set()
        self._lags: dict[int, int] = {}
        self._read_at = time.monotonic()
        self._read_scored = 0

    def count_scored(self, camera_id: str, latency_ms: float) -> None:
        """Count one result."""
        with self._lock:
            self._scored += 1
            self._latencies.append(latency_ms)
            self._cameras.add(camera_id)

    def count_rejected(self) -> None:
        """Count one rejected frame."""
        with self._lock:
            self._rejected += 1

    def count_start(self) -> None:
        """Count one start of the flow: the first, and one after each failure that was waited out."""
        with self._lock:
            self._starts += 1

    @property
    def starts(self) -> int:
        """How often the flow has begun to read."""
        with self._lock:
            return self._starts

    def set_lag(self, partition: int, n_frames: int) -> None:
        """Note how many frames of a partition wait."""
        with self._lock:
            self._lags[partition] = n_frames

    def read(self) -> Figures:
        """Return the counts, the rate since the last reading, and the latencies of the last thousand frames."""
        with self._lock:
            now = time.monotonic()
            rate = (self._scored - self._read_scored) / max(now - self._read_at, 1e-3)
            self._read_at, self._read_scored = now, self._scored
            recent = list(self._latencies)
            centiles: list[Any] = quantiles(recent, n=100, method="inclusive") if len(recent) > 1 else [None] * 99
            return Figures(
                scored=self._scored,
                rejected=self._rejected,
                lag_frames=sum(self._lags.values()),
                fps=rate,
                latency_p50_ms=centiles[49],
                latency_p99_ms=centiles[98],
                cameras=len(self._cameras),
                starts=self._starts,
            )
