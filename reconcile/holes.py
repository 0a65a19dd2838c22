"""Frames without an outcome though later ones have theirs: shed on purpose, as results say, or lost."""

from collections import Counter
from dataclasses import dataclass

from reconcile.account import FoundFrame
from reconcile.cameras import OTHERS, Cameras


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the holes of one partition are."""

    n_shed: int
    n_missing: int
    n_doubled: int
    """Frames that a record says were shed, and that have an outcome all the same."""
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

    def resolve(self, cameras: Cameras, n_shed: int, n_outside: int) -> Resolved:
        """Set off what the records say was shed, camera by camera where each hole's camera is known.

        Args:
            cameras: The partition's counts, with what the records say was shed; shed and missing frames are set.
            n_shed: How many frames of all cameras the records say were shed.
            n_outside: How many of these may lie outside the span; all others must be among the holes.
        """
        if self._n_unseen:
            return self._resolve_in_all(cameras, n_shed, n_outside)
        n_missing = n_surplus = 0
        first_missing = None
        for camera_id in {*cameras.counts, *[OTHERS if each is None else each for each in self._counts]}:
            counts = cameras.of(camera_id)
            count = self._counts[None if camera_id == OTHERS else camera_id]
            missing, surplus = max(0, count - counts.shed), max(0, counts.shed - count)
            counts.shed -= surplus
            counts.missing += missing
            n_missing += missing
            n_surplus += surplus
            if missing:
                first_missing = _earlier(first_missing, self._firsts[None if camera_id == OTHERS else camera_id])
        return Resolved(self.n_found - n_missing, n_missing, max(0, n_surplus - n_outside), first_missing)

    def _resolve_in_all(self, cameras: Cameras, n_shed: int, n_outside: int) -> Resolved:
        n_holes = self._n_unseen + self.n_found
        missing = max(0, n_holes - n_shed)
        cameras.of(None).missing += missing
        surplus = max(0, n_shed - n_holes - n_outside)
        return Resolved(n_holes - missing, missing, surplus, self._first_unseen if missing else None)


def _earlier(one: FoundFrame | None, other: FoundFrame) -> FoundFrame:
    return other if one is None or other.offset < one.offset else one
