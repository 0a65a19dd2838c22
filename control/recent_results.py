"""The latest results of each camera, in memory and bounded."""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from sys import intern
from typing import Final

from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord, parse_timestamp
from plumbing.frames import check_camera_id

RATE_S: Final = 10.0
"""Seconds over which frames/s are counted."""
LATENCY_S: Final = 60.0
"""Seconds over which latencies are looked at."""
_LATENCIES_KEPT: Final = 2000
_LONGEST_TEXT: Final = 300
_LONGEST_RATE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Point:
    """What a plot needs of one result."""

    number: int
    """Count of all results that came, from 1."""
    timestamp: str
    raw: float
    smoothed: float
    distortion: str
    latency_ms: float


@dataclass(frozen=True, slots=True)
class Latency:
    """How long results took, from capture to scored."""

    p50_ms: float
    p99_ms: float


class _Camera:
    """What is kept of one camera."""

    def __init__(self, latest: QualityRecord, points_kept: int) -> None:
        self.latest = latest
        self.points: deque[Point] = deque(maxlen=points_kept)
        self.first_s = math.inf
        self.arrivals_s: deque[float] = deque(maxlen=_LONGEST_RATE)


class RecentResults:
    """Keeps results as they come. Safe to use from several threads.

    Args:
        points_kept: Points of one camera, at most.
        cameras_kept: Cameras, at most; the one unheard for the longest time goes first.
        clock: Monotonic seconds.
    """

    def __init__(self, points_kept: int, cameras_kept: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._points_kept = points_kept
        self._cameras_kept = cameras_kept
        self._clock = clock
        self._lock = threading.Lock()
        self._cameras: OrderedDict[str, _Camera] = OrderedDict()
        self._latencies: deque[tuple[float, float]] = deque(maxlen=_LATENCIES_KEPT)
        self._count = 0
        self._last_s: float | None = None

    def add(self, record: QualityRecord) -> None:
        """Take one result.

        Raises:
            RecordError: Its values are outside what the wire contract allows.
        """
        check_sound(record)
        with self._lock:
            now_s = self._last_s = self._clock()
            self._count += 1
            camera = self._cameras.pop(record.camera_id, None) or _Camera(record, self._points_kept)
            self._cameras[record.camera_id] = camera
            while len(self._cameras) > self._cameras_kept:
                self._cameras.popitem(last=False)
            camera.latest = record
            camera.first_s = min(camera.first_s, now_s)
            camera.arrivals_s.append(now_s)
            camera.points.append(self._point(record))
            self._latencies.append((now_s, record.latency_ms))

    @property
    def count(self) -> int:
        """Results that came since the start."""
        with self._lock:
            return self._count

    @property
    def silent_s(self) -> float | None:
        """Seconds since the last result of any camera; None before the first."""
        with self._lock:
            return None if self._last_s is None else self._clock() - self._last_s

    def camera_ids(self) -> list[str]:
        """Name the cameras that results came of."""
        with self._lock:
            return sorted(self._cameras)

    def latest(self, camera_id: str) -> QualityRecord | None:
        """Return a camera's latest result."""
        with self._lock:
            camera = self._cameras.get(camera_id)
            return None if camera is None else camera.latest

    def latest_of_all(self) -> QualityRecord | None:
        """Return the result that came last."""
        with self._lock:
            return next(reversed(self._cameras.values())).latest if self._cameras else None

    def rate(self, camera_id: str) -> float | None:
        """Return a camera's results per second over the last ten seconds; None where it is not known yet."""
        with self._lock:
            camera = self._cameras.get(camera_id)
            if camera is None:
                return None
            now_s = self._clock()
            span_s = min(RATE_S, now_s - camera.first_s)
            while camera.arrivals_s and camera.arrivals_s[0] < now_s - RATE_S:
                camera.arrivals_s.popleft()
            return len(camera.arrivals_s) / span_s if span_s >= 1 else None

    def points(self, camera_id: str, last: int) -> list[Point]:
        """Return a camera's latest points, oldest first; none where it is not known."""
        with self._lock:
            camera = self._cameras.get(camera_id)
            return list(camera.points)[-last:] if camera else []

    def points_since(self, number: int, last: int) -> tuple[int, Mapping[str, list[Point]]]:
        """Return the count of results so far, and each camera's points that came after `number`, at most `last`."""
        with self._lock:
            news = {name: _since(camera.points, number, last) for name, camera in self._cameras.items()}
            return self._count, {name: points for name, points in news.items() if points}

    def latency(self) -> Latency | None:
        """Return the latency over the last minute's results of all cameras (2000 at most); None below two."""
        with self._lock:
            oldest_s = self._clock() - LATENCY_S
            latencies = [latency for arrival_s, latency in self._latencies if arrival_s >= oldest_s]
        if len(latencies) < 2:
            return None
        centiles = quantiles(latencies, n=100, method="inclusive")
        return Latency(centiles[49], centiles[98])

    def _point(self, record: QualityRecord) -> Point:
        return Point(
            self._count,
            record.timestamp,
            record.raw_image_quality,
            record.smoothed_image_quality,
            intern(record.distortion),
            record.latency_ms,
        )


def check_sound(record: QualityRecord) -> None:
    """Check what the types of a record do not say.

    Raises:
        RecordError: A quality lies outside 0..1, a number is not finite, a text is too long, or the id or the time
            is none.
    """
    check_camera_id(record.camera_id)
    parse_timestamp(record.timestamp)
    qualities = (record.raw_image_quality, record.smoothed_image_quality, record.distortion_probability)
    numbers = (*qualities, record.latency_ms, record.severity or 0.0)
    texts = (record.frame_id, record.distortion, record.model, record.stream_id or "", record.timestamp)
    if not all(0 <= quality <= 1 for quality in qualities) or not all(map(math.isfinite, numbers)):
        message = f"expected qualities from 0 to 1 and finite numbers, got {numbers}"
        raise RecordError(message)
    if max(map(len, texts)) > _LONGEST_TEXT:
        message = f"expected texts of at most {_LONGEST_TEXT} characters, got {max(map(len, texts))}"
        raise RecordError(message)


def _since(points: deque[Point], number: int, last: int) -> list[Point]:
    news: list[Point] = []
    for point in reversed(points):
        if point.number <= number or len(news) == last:
            break
        news.append(point)
    return news[::-1]
