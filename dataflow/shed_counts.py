"""What was shed: counts that travel on the next outcome of a partition, in headers of the record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from flir_iqa.errors import RecordError
from plumbing.frames import Headers, check_camera_id

SHED_HEADER: Final = "shed"
"""JSON, camera -> [frames shed since the partition's last result, frames shed since the camera's last result]."""
SHED_CAMERAS_HEADER: Final = "shed_cameras"
"""How many cameras have shed frames that no result of theirs has told yet; so far the tail is read."""
_LONGEST_RUN: Final = 1000
"""Then a frame is scored though it is old: it bounds what one record has to tell, and what a restart reads again."""
_MOST_CAMERAS: Final = 10_000
_LARGEST: Final = 2**53
"""The largest whole number that JSON readers agree on."""


@dataclass(frozen=True, slots=True)
class ShedNote:
    """What an outcome tells of the frames that were passed over before it.

    Attributes:
        cameras: By camera, how many frames since the partition's last result, and since the camera's last result.
        n_waiting: How many cameras have shed frames that no result of theirs has told yet, this outcome included.
    """

    cameras: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    n_waiting: int = 0

    @property
    def n_frames(self) -> int:
        """How many frames were shed since the partition's last result."""
        return sum(recent for recent, _ in self.cameras.values())

    def headers(self) -> list[tuple[str, bytes]]:
        """Encode; nothing where there is nothing to tell."""
        found = []
        if self.cameras:
            found.append((SHED_HEADER, json.dumps(self.cameras, separators=(",", ":")).encode()))
        if self.n_waiting:
            found.append((SHED_CAMERAS_HEADER, str(self.n_waiting).encode()))
        return found

    @classmethod
    def of(cls, headers: Headers) -> "ShedNote":
        """Read the headers of a record; what is no such note says nothing."""
        found = dict(headers)
        waiting = found.get(SHED_CAMERAS_HEADER) or b""
        n_waiting = int(waiting) if waiting.isdigit() and len(waiting) < 10 else 0
        return cls(_cameras(found.get(SHED_HEADER)), n_waiting)


@dataclass(slots=True)
class ShedCounts:
    """What one partition has to tell.

    Attributes:
        recent: By camera, frames shed since the partition's last result.
        waiting: By camera, frames shed since the camera's last result.
    """

    recent: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    n_recent: int = 0

    def shed(self, camera_id: str) -> None:
        """Count a frame."""
        self.n_recent += 1
        self.recent[camera_id] = self.recent.get(camera_id, 0) + 1
        self.waiting[camera_id] = self.waiting.get(camera_id, 0) + 1

    def note(self) -> ShedNote:
        """Return what an outcome has to tell now."""
        cameras = {camera: (count, self.waiting[camera]) for camera, count in self.recent.items()}
        return ShedNote(cameras, len(self.waiting))

    def tell(self, camera_id: str) -> tuple[int, ShedNote]:
        """Return what a result of a camera tells: its own count, and the partition's; both begin anew."""
        note = self.note()
        own = self.waiting.pop(camera_id, 0)
        self.recent, self.n_recent = {}, 0
        return own, replace(note, n_waiting=len(self.waiting))

    @property
    def full(self) -> bool:
        """Whether there is as much to tell as one record should."""
        return self.n_recent >= _LONGEST_RUN or len(self.waiting) >= _MOST_CAMERAS


def _cameras(value: bytes | None) -> dict[str, tuple[int, int]]:
    try:
        data = json.loads(value or b"{}")
        return {check_camera_id(camera): _pair(counts) for camera, counts in data.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, RecordError):
        return {}


def _pair(counts: object) -> tuple[int, int]:
    if isinstance(counts, list) and len(counts) == 2 and all(type(n) is int and 0 <= n <= _LARGEST for n in counts):
        return counts[0], counts[1]
    message = f"expected two counts from 0 to 2**53, got {counts!r}"
    raise RecordError(message)
