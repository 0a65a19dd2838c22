"""Frames without an outcome though later ones have theirs: shed on purpose, as results say, or lost."""

from collections import Counter
from dataclasses import dataclass

from reconcile.account import FoundFrame
from reconcile.cameras import Cameras


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the holes of one partition are."""

    n_shed: int
    n_missing: int
    first_missing: FoundFrame | None


class Holes:
    """The holes of one partition; add them in the order of their offsets.

    Attributes:
        n_absent: Offsets that hold no message, such as a transaction's marker: no frame was published there.
    """

    def __init__(self) -> None:
        self.n_absent = 0
        self._counts: Counter[str | None] = Counter()
        self._firsts: dict[str | None, FoundFrame] = {}
        self._n_unseen = 0
        self._first_unseen: FoundFrame | None = None

    @property
    def n_found(self) -> int:
        """How many were looked up."""
        return self._counts.total()

    def add(self, frame: FoundFrame) -> None:
        """Take a frame that was looked up."""
        self._counts[frame.camera_id] += 1
        self._firsts.setdefault(frame.camera_id, frame)

    def add_unseen(self, first_id: str, n_frames: int) -> None:
        """Take frames that cannot be looked up: Kafka does not hold them any more, or there are too many."""
        self._n_unseen += n_frames
        self._first_unseen = self._first_unseen or FoundFrame(frame_id=first_id)

    def resolve(self, cameras: Cameras, n_shed: int) -> Resolved:
        """Set off what results say was shed, camera by camera where each hole's camera is known.

        Args:
            cameras: The partition's counts; shed and missing frames are set.
            n_shed: How many frames of all cameras the results of the span say were shed.
        """
        if self._n_unseen:
            n_holes = self._n_unseen + self.n_found
            shed = min(n_holes, n_shed)
            cameras.of(None).missing += n_holes - shed
            first = self._first_unseen if n_holes > shed else None
            return Resolved(shed, n_holes - shed, first)
        n_missing, first_missing = 0, None
        for camera_id, count in self._counts.items():
            counts = cameras.of(camera_id)
            counts.shed = min(count, counts.shed)
            counts.missing += count - counts.shed
            if counts.missing:
                n_missing += counts.missing
                first_missing = first_missing or self._firsts[camera_id]
        return Resolved(self.n_found - n_missing, n_missing, first_missing)
