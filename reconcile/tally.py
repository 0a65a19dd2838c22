"""Folds the claims about one partition's frames into counts: one byte a frame, whatever the records hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from flir_iqa.errors import SettingsError
from reconcile.cameras import Cameras
from reconcile.fate import Claim, Fate

MOST_FRAMES: Final = 200_000_000
"""Of one partition: at one byte each, 200 MB."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of one frame partition, from `start` to before `end`."""

    start: int
    end: int

    @property
    def n_frames(self) -> int:
        """How many offsets."""
        return self.end - self.start


class PartitionTally:
    """What became of the frames of one partition. Knows nothing of Kafka.

    Args:
        span: Which frames count.
        cameras: Told of each frame whose camera a record names; of this partition alone.

    Raises:
        SettingsError: The span is too long to hold.
    """

    def __init__(self, span: Span, cameras: Cameras) -> None:
        if span.n_frames > MOST_FRAMES:
            message = (
                f"expected at most {MOST_FRAMES:,} frames of a partition, got {span.n_frames:,}: give a shorter span, "
                "with --from and --to"
            )
            raise SettingsError(message)
        self.span = span
        self._fates = np.zeros(span.n_frames, np.uint8)
        self._cameras = cameras
        self._newest_scored = -1
        self._last_rejected: Claim | None = None
        self.done = span.start
        """Frames before this offset have their outcome, or none will come."""
        self.n_doubled = 0
        self.first_doubled: int | None = None
        self.n_disordered = 0
        """Results whose frame is older than that of the result before."""
        self.n_shed = 0
        """How many frames the records say were shed."""
        self.n_shed_outside = 0
        """How many of these may lie outside the span."""

    def take(self, claim: Claim, *, settles: bool = True) -> None:
        """Take one claim; those of a topic come in the order in which they stand there, rejected ones first.

        Args:
            claim: What a record says.
            settles: Whether all earlier frames must have their outcome by now.
        """
        if settles:
            self.done = max(self.done, min(claim.end, self.span.end))
        if claim.fate is Fate.REJECTED:
            self._last_rejected = claim
        if claim.fate is Fate.SCORED:
            self.n_disordered += claim.start < self._newest_scored
            if claim.end <= self.done or settles:
                self._take_shed(claim)
            self._newest_scored = max(self._newest_scored, claim.start)
        start, end = max(claim.start, self.span.start), min(claim.end, self.span.end)
        if start >= end:
            return
        if end == start + 1:
            self._mark_one(claim, start)
        else:
            self._mark_all(claim, start, end)

    def finish(self) -> None:
        """Take what the last rejected record tells, if no result has told it since. Call after the last claim."""
        if self._last_rejected is not None and self._last_rejected.start > self._newest_scored:
            self._take_shed(self._last_rejected)

    def count(self, fate: Fate) -> int:
        """Return how many frames of the span have this outcome; `NONE` counts those before `done` alone."""
        end = self.done if fate is Fate.NONE else self.span.end
        return self._count(self.span.start, end, fate)

    @property
    def n_lag(self) -> int:
        """How many frames wait for their outcome."""
        return self._count(self.done, self.span.end, Fate.NONE)

    def is_open(self, offset: int) -> bool:
        """Whether nothing says what became of this frame of the span."""
        return bool(self._fates[offset - self.span.start] == Fate.NONE)

    def holes(self) -> Iterator[tuple[int, int]]:
        """Yield each run of frames before `done` that have no outcome: first offset, offset after the last."""
        run_start = run_end = -1
        for base in range(self.span.start, self.done, _CHUNK):
            chunk = self._fates[base - self.span.start : min(base + _CHUNK, self.done) - self.span.start]
            for offset in np.flatnonzero(chunk == Fate.NONE).tolist():
                if base + offset == run_end:
                    run_end += 1
                    continue
                if run_end > run_start:
                    yield run_start, run_end
                run_start, run_end = base + offset, base + offset + 1
        if run_end > run_start:
            yield run_start, run_end

    def _take_shed(self, claim: Claim) -> None:
        """Count what was shed between the result before and this outcome, if some of it may lie in the span."""
        first = self._newest_scored + 1
        if not claim.shed or claim.start <= self.span.start or first >= self.span.end:
            return
        is_within = self.span.start <= first and claim.end <= self.span.end
        for camera_id, n_frames in claim.shed.items():
            self.n_shed += n_frames
            self.n_shed_outside += 0 if is_within else n_frames
            self._cameras.of(camera_id).shed += n_frames

    def _mark_one(self, claim: Claim, offset: int) -> None:
        """Do what `_mark_all` does, much faster: this is called for each frame."""
        before = self._fates[offset - self.span.start]
        if before == Fate.NONE:
            self._fates[offset - self.span.start] = claim.fate
            self._cameras.settled(claim, 1)
        elif not before == claim.fate == Fate.EXPIRED:
            self._count_doubled(claim, offset, 1)

    def _mark_all(self, claim: Claim, start: int, end: int) -> None:
        marked = self._fates[start - self.span.start : end - self.span.start]
        again = marked == Fate.EXPIRED if claim.fate is Fate.EXPIRED else False  # told anew by a start after a crash
        taken = np.flatnonzero((marked != Fate.NONE) & np.logical_not(again))
        if taken.size:
            self._count_doubled(claim, start + int(taken[0]), int(taken.size))
        marked[marked == Fate.NONE] = claim.fate
        self._cameras.settled(claim, end - start - int(taken.size))

    def _count_doubled(self, claim: Claim, first: int, n_frames: int) -> None:
        self.n_doubled += n_frames
        self.first_doubled = first if self.first_doubled is None else min(first, self.first_doubled)
        self._cameras.doubled(claim.camera_id, n_frames)

    def _count(self, start: int, end: int, fate: Fate) -> int:
        return int(np.count_nonzero(self._fates[start - self.span.start : end - self.span.start] == fate))
