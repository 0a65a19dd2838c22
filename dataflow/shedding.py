"""Overload as a choice: what waited too long is not scored, and each frame that is passed over is accounted for.

The count travels on the next outcome of the partition, in a header of the result or rejected record. So it cannot be
lost while that outcome is kept, and a frame whose shedding is on no topic yet has no outcome: the next start reads it
again. All that is remembered here is in those headers, and a restart finds it there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dataflow.items import Fetched, FromScoring, FromSource, Refused, Scored
from dataflow.opening import camera_of
from dataflow.shed_counts import ShedCounts
from flir_iqa.errors import DecodeError


def wall_clock() -> datetime:
    """Return what time it is."""
    return datetime.now(UTC)


class Shedding:
    """Stands before the scorer, and passes over the frames that waited too long.

    A frame is shed when it came to its topic longer than `max_age` ago. Always scored: the newest frame of its
    partition, so that a backlog ends with a result; each thousandth, so that one record can tell of those before it;
    and what has no camera or no time, which costs nothing or cannot be judged.

    Frames of a partition come in their order, all from one thread. Guarantee: one outcome for each frame, through any
    kills, told once by partition and by camera: `tests/dataflow/test_shedding.py`, and on a real broker
    `tests/dataflow/test_overload.py::test_each_frame_of_a_backlog_has_one_outcome_through_kill_9`.

    Args:
        score: Scores a frame.
        max_age: The longest that a frame may have waited; None sheds nothing.
        counts: By partition, what a former run had to tell.
        is_newest: Whether a frame is the newest of its partition; asked only of frames that waited too long.
        now: The clock.
    """

    def __init__(
        self,
        score: Callable[[FromSource], FromScoring | None],
        max_age: timedelta | None,
        counts: Mapping[int, ShedCounts],
        is_newest: Callable[[Fetched], bool],
        now: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._score = score
        self._max_age = max_age
        self._counts = dict(counts)
        self._is_newest = is_newest
        self._now = now

    def __call__(self, item: FromSource) -> FromScoring | None:
        """Score an item or pass it over; None for a frame that was shed, or once the run is to end."""
        if not isinstance(item, Fetched):
            return self._score(item)
        counts = self._counts.setdefault(item.partition, ShedCounts())
        camera_id = self._shed_camera(item, counts)
        if camera_id is not None:
            counts.shed(camera_id)
            return None
        return _told(self._score(item), counts)

    def _shed_camera(self, frame: Fetched, counts: ShedCounts) -> str | None:
        """Return the camera of a frame that is to be shed; None for one that is to be scored."""
        if self._max_age is None or frame.timestamp is None or counts.full:
            return None
        if self._now() - frame.timestamp <= self._max_age:
            return None
        try:
            camera_id = camera_of(frame)
        except DecodeError:
            return None
        return None if self._is_newest(frame) else camera_id


def _told(outcome: FromScoring | None, counts: ShedCounts) -> FromScoring | None:
    """Give an outcome what it has to tell."""
    if not counts.waiting:
        return outcome  # the defaults of an item say just that
    if isinstance(outcome, Scored):
        shed_before, note = counts.tell(outcome.camera_id)
        return replace(outcome, shed_before=shed_before, shed=note)
    if isinstance(outcome, Refused) and counts.recent:
        return replace(outcome, shed=counts.note())
    return outcome
