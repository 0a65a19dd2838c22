"""What the flow counts of itself. There are no group offsets, so that lag is known here and nowhere else."""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from typing import Any, Final

from dataflow.items import Noted, Refused, Smoothed, ToSink
from dataflow.lags import Lag, Lags
from dataflow.shed_counts import ShedNote
from flir_iqa.records import QualityRecord, parse_timestamp
from plumbing.metrics.distribution import Distribution
from plumbing.metrics.names import OTHER, CameraNames

AGE_BOUNDS_S: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)
SCORING_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_RECENT: Final = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """A reading of the metrics, for the terminal, the log and a parent process."""

    scored: int
    rejected: int
    shed: int
    lag_frames: int
    lag_s: float
    fps: float
    latency_p50_ms: float | None
    latency_p99_ms: float | None
    cameras: int
    starts: int


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """The latest result of a camera."""

    quality: float
    """Smoothed, 0..1."""
    captured_at_s: float
    """Unix time of its frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A reading of all that is counted, for Prometheus."""

    frames: Mapping[tuple[str, str], int]
    """By camera and fate."""
    rejected: Mapping[str, int]
    """By reason."""
    events: Mapping[str, int]
    """By kind."""
    cameras: Mapping[str, CameraFigures]
    lags: Mapping[int, Lag]
    starts: int
    restored: int


class FlowMetrics:
    """Counts since the process began; survives restarts of the flow inside it. Safe to use from several threads.

    Cameras beyond a thousand are counted as one (`plumbing.metrics.names`).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.ages = Distribution(AGE_BOUNDS_S)
        self.scoring = Distribution(SCORING_BOUNDS_S)
        self.lags = Lags(clock)
        self._clock = clock
        self._lock = threading.Lock()
        self._names = CameraNames()
        self._frames: Counter[tuple[str, str]] = Counter()
        self._rejected: Counter[str] = Counter()
        self._events: Counter[str] = Counter()
        self._cameras: dict[str, CameraFigures] = {}
        self._windows: dict[int, int] = {}
        self._scored = 0
        self._shed = 0
        self._starts = 0
        self._restored = 0
        self._latencies: deque[float] = deque(maxlen=_RECENT)
        self._read_at = clock()
        self._read_scored = 0

    def count(self, item: ToSink) -> None:
        """Count what was written."""
        if isinstance(item, Noted):
            with self._lock:
                self._events[item.event.kind] += 1
        elif isinstance(item, Refused):
            self._count_rejected(item)
        else:
            self._count_scored(item)

    def count_start(self, n_restored: int = 0) -> None:
        """Count one start of the flow: the first, and one after each failure that was waited out.

        Args:
            n_restored: Cameras whose window was restored.
        """
        with self._lock:
            self._starts += 1
            self._restored = n_restored

    @property
    def starts(self) -> int:
        """How often the flow has begun to read."""
        with self._lock:
            return self._starts

    def read(self) -> Figures:
        """Return the counts, the rate since the last reading, and the latencies of the last thousand frames."""
        with self._lock:
            now = self._clock()
            rate = (self._scored - self._read_scored) / max(now - self._read_at, 1e-3)
            self._read_at, self._read_scored = now, self._scored
            recent = list(self._latencies)
            centiles: list[Any] = quantiles(recent, n=100, method="inclusive") if len(recent) > 1 else [None] * 99
            return Figures(
                scored=self._scored,
                rejected=self._rejected.total(),
                shed=self._shed,
                lag_frames=self.lags.total,
                lag_s=max((lag.seconds for lag in self.lags.read().values()), default=0.0),
                fps=rate,
                latency_p50_ms=centiles[49],
                latency_p99_ms=centiles[98],
                cameras=sum(self._windows.values()),
                starts=self._starts,
            )

    def counts(self) -> Counts:
        """Return all that is counted."""
        with self._lock:
            return Counts(
                frames=dict(self._frames),
                rejected=dict(self._rejected),
                events=dict(self._events),
                cameras=dict(self._cameras),
                lags=self.lags.read(),
                starts=self._starts,
                restored=self._restored,
            )

    def _count_rejected(self, item: Refused) -> None:
        with self._lock:
            self._rejected[item.record.reason] += 1  # what it tells of shed frames, the next result tells again
            self._frames[self._names.name_of(item.record.camera_id), "rejected"] += 1
        self.lags.take_outcome(item.partition, item.record.frame_id, None)

    def _count_scored(self, item: Smoothed) -> None:
        record = item.record
        with self._lock:
            self._scored += 1
            self._latencies.append(record.latency_ms)
            self._windows[item.partition] = item.n_cameras
            self._count_shed(item.shed)
            self._note_camera(self._names.name_of(record.camera_id), record)
        self.ages.take(record.latency_ms / 1000)
        self.lags.take_outcome(item.partition, record.frame_id, _waited_s(item))

    def _count_shed(self, note: ShedNote) -> None:
        self._shed += note.n_frames
        for camera_id, (n_frames, _) in note.cameras.items():
            self._frames[self._names.name_of(camera_id), "shed"] += n_frames

    def _note_camera(self, name: str, record: QualityRecord) -> None:
        self._frames[name, "scored"] += 1
        if name != OTHER:
            captured_at_s = parse_timestamp(record.timestamp).timestamp()
            self._cameras[name] = CameraFigures(record.smoothed_image_quality, captured_at_s)


def _waited_s(item: Smoothed) -> float:
    """Return how long a frame had been on its topic when it was scored; its age, where Kafka has no time for it."""
    age_s = item.record.latency_ms / 1000
    if not item.clock_ms:
        return age_s
    return max(0.0, parse_timestamp(item.record.timestamp).timestamp() + age_s - item.clock_ms / 1000)
