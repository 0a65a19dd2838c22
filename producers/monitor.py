"""What a producer says of itself: per camera state, counts and rate."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flir_iqa.records import format_timestamp
from producers.camera import Camera
from producers.ledger import Counts
from producers.state import CameraStatus

_RATE_OVER_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class CameraReport:
    """One camera at one moment."""

    camera_id: str
    status: CameraStatus
    counts: Counts
    fps: float
    """Frames published a second, over the last 5 seconds."""

    def to_dict(self) -> dict[str, Any]:
        """Return what a parent process is told."""
        return {
            "state": self.status.stage,
            "condition": self.status.condition,
            "since": format_timestamp(self.status.since),
            "reconnects": self.status.reconnects,
            "error": self.status.error,
            "captured": self.counts.captured,
            "published": self.counts.published,
            "dropped": dict(self.counts.dropped),
            "in_flight": self.counts.in_flight,
            "fps": round(self.fps, 2),
            "width": self.status.info.width,
            "height": self.status.info.height,
            "codec": self.status.info.codec or None,
        }


class Monitor:
    """Looks at all cameras of a process; call `look` about once a second.

    Args:
        cameras: What to look at; may change between two looks.
        clock: Monotonic, in seconds.
    """

    def __init__(self, cameras: Sequence[Camera], clock: Callable[[], float] = time.monotonic) -> None:
        self._cameras = cameras
        self._clock = clock
        self._rates: dict[str, tuple[Camera, Rate]] = {}

    def look(self) -> list[CameraReport]:
        """Return how each camera stands."""
        now_s = self._clock()
        self._rates = {camera.camera_id: (camera, self._rate_of(camera)) for camera in self._cameras}
        return [self._report(camera, now_s) for camera in self._cameras]

    def _rate_of(self, camera: Camera) -> "Rate":
        before = self._rates.get(camera.camera_id)
        return before[1] if before is not None and before[0] is camera else Rate()  # another one counts from 0

    def _report(self, camera: Camera, now_s: float) -> CameraReport:
        counts = camera.counts
        fps = self._rates[camera.camera_id][1].at(now_s, counts.published)
        return CameraReport(camera.camera_id, camera.status, counts, fps)


class Rate:
    """The rate of a growing count over the last seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, now_s: float, count: int) -> float:
        """Take the count as it is now and return its rate per second."""
        self._seen.append((now_s, count))
        while len(self._seen) > 2 and now_s - self._seen[1][0] >= _RATE_OVER_S:
            self._seen.popleft()
        then_s, before = self._seen[0]
        return (count - before) / (now_s - then_s) if now_s > then_s else 0.0
