"""The same counts by camera, as far as records and frames name one."""

from dataclasses import asdict, dataclass, fields
from typing import Final

from reconcile.fate import Claim, Fate

OTHERS: Final = "(others)"
"""Stands for cameras beyond the most that are told apart, and for frames of no camera."""
_MOST_CAMERAS: Final = 10_000


@dataclass(slots=True)
class CameraCounts:
    """What became of one camera's frames."""

    published: int | None = None
    """`None` unless the frames themselves were read."""
    scored: int = 0
    rejected: int = 0
    shed: int = 0
    lag: int | None = None
    """`None` unless the frames themselves were read."""
    missing: int = 0
    doubled: int = 0

    def to_dict(self) -> dict[str, int | None]:
        """Return the counts by name."""
        return asdict(self)


class Cameras:
    """Counts by camera; bounded, since keys of frames are foreign input."""

    def __init__(self) -> None:
        self.counts: dict[str, CameraCounts] = {}

    def of(self, camera_id: str | None) -> CameraCounts:
        """Return one camera's counts."""
        name = OTHERS if camera_id is None else camera_id
        if name not in self.counts and len(self.counts) >= _MOST_CAMERAS:
            name = OTHERS
        return self.counts.setdefault(name, CameraCounts())

    def add(self, other: "Cameras") -> None:
        """Add the counts of another partition."""
        for name, counts in other.counts.items():
            mine = self.of(name)
            for each in fields(CameraCounts):
                theirs = getattr(counts, each.name)
                if theirs is not None:
                    setattr(mine, each.name, (getattr(mine, each.name) or 0) + theirs)

    def settled(self, claim: Claim, n_frames: int) -> None:
        """Count frames that a record names."""
        if claim.fate is Fate.EXPIRED:
            return  # nobody knows whose they were
        counts = self.of(claim.camera_id)
        if claim.fate is Fate.SCORED:
            counts.scored += n_frames
        else:
            counts.rejected += n_frames

    def doubled(self, camera_id: str | None, n_frames: int) -> None:
        """Count outcomes beyond the first of a frame."""
        self.of(camera_id).doubled += n_frames

    def published(self, camera_id: str | None, *, waits: bool) -> None:
        """Count a frame that was read, and whether it waits for its outcome."""
        counts = self.of(camera_id)
        counts.published = (counts.published or 0) + 1
        counts.lag = (counts.lag or 0) + waits
