"""What the producer shows to those who watch it over HTTP: its metrics, and whether it is alive and ready."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, get_args

from prometheus_client.metrics_core import Metric as Family

from plumbing.metrics import catalogue as names
from plumbing.probes.verdict import Verdict
from producers.monitor import CameraReport
from producers.state import Condition

STALL_S: Final = 30.0
"""How long the main loop, which looks at all cameras every second, may stand still."""


class Observed:
    """Keeps the latest look at the cameras. Safe to use from several threads.

    Alive is a producer whose main loop turns; a camera that is lost is no reason to start it anew. Ready is one whose
    frames Kafka takes.

    Args:
        clock: Monotonic, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._taken_at = clock()
        self._has_begun = False
        self._reports: Sequence[CameraReport] = ()
        self._problem: str | None = None

    def take(self, reports: Sequence[CameraReport], problem: str | None) -> None:
        """Take a look at the cameras, as the display does; to be called about once a second."""
        with self._lock:
            self._taken_at = self._clock()
            self._has_begun = self._has_begun or bool(reports)
            self._reports, self._problem = reports, problem

    def verdict(self) -> Verdict:
        """Say how the producer does."""
        with self._lock:
            silent_s, problem, has_begun = self._clock() - self._taken_at, self._problem, self._has_begun
        if silent_s > STALL_S:
            return Verdict(False, False, f"the producer has been standing still for {silent_s:.0f} s")
        waits = problem or (None if has_begun else "it waits for Kafka and the frame topic")
        return Verdict(True, waits is None, waits)

    def collect(self) -> Iterator[Family]:
        """Read all figures of the producer."""
        with self._lock:
            reports, problem, has_begun = self._reports, self._problem, self._has_begun
        yield names.BROKER_UP.of(has_begun and problem is None)
        yield names.DEGRADED.of(problem is not None)
        yield names.CAPTURED.by({report.camera_id: report.counts.captured for report in reports})
        yield names.FRAMES.each(_fates(reports))
        yield names.IN_FLIGHT.by({report.camera_id: report.counts.in_flight for report in reports})
        yield names.CAMERA_STATE.each(_states(reports))
        yield names.CAMERA_SINCE.by({report.camera_id: report.status.since.timestamp() for report in reports})
        yield names.RECONNECTS.by({report.camera_id: report.status.reconnects for report in reports})


def _fates(reports: Sequence[CameraReport]) -> Iterator[tuple[tuple[str, str], float]]:
    for report in reports:
        yield (report.camera_id, "published"), report.counts.published
        for reason, n_frames in report.counts.dropped.items():
            yield (report.camera_id, str(reason)), n_frames


def _states(reports: Sequence[CameraReport]) -> Iterator[tuple[tuple[str, str], float]]:
    for report in reports:
        for state in get_args(Condition):
            yield (report.camera_id, state), state == report.status.condition
