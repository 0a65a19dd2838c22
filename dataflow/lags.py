"""How far behind the frames each partition is, and whether it moves."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lag:
    """How a partition stands."""

    frames: int
    """Frames on the topic that were not taken yet."""
    seconds: float
    """How old the frames are that get their outcome now; 0 while none waits."""
    next_offset: int
    """The frame that comes next."""


@dataclass(slots=True)
class _Place:
    position: int = 0
    end: int = 0
    done: int = 0
    age_s: float = 0.0
    done_at: float = 0.0


class Lags:
    """The places of the owned partitions. Safe to use from several threads.

    Args:
        clock: Monotonic, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._places: dict[int, _Place] = {}
        self._still_since: float | None = None

    def begin(self, offsets: Mapping[int, int]) -> None:
        """Begin anew.

        Args:
            offsets: The owned partitions, and the frame of each that comes next.
        """
        with self._lock:
            now_s = self._clock()
            self._places = {part: _Place(offset, offset, offset, 0, now_s) for part, offset in offsets.items()}
            self._still_since = None

    def set_position(self, partition: int, position: int) -> None:
        """Note the frame that is taken next."""
        with self._lock:
            self._place(partition).position = position
            self._look()

    def set_end(self, partition: int, end: int) -> None:
        """Note where the frames of a partition end; the topic only grows, so that the highest counts."""
        with self._lock:
            place = self._place(partition)
            place.end = max(place.end, end)
            self._look()

    def take_outcome(self, partition: int, frame_id: str, age_s: float | None) -> None:
        """Note that a frame got its outcome.

        Args:
            partition: Of the frame.
            frame_id: Of the frame; it ends in its offset.
            age_s: How old it was then, in seconds; None where nobody knows.
        """
        with self._lock:
            place = self._place(partition)
            place.done = int(frame_id.rpartition("-")[2]) + 1
            place.age_s = place.age_s if age_s is None else age_s
            place.done_at = self._clock()
            self._still_since = None
            self._look()

    def excuse(self) -> None:
        """Take it for no standstill so far: there is a reason outside of the flow."""
        with self._lock:
            self._still_since = None
            self._look()

    @property
    def still_s(self) -> float:
        """For how long frames have been waiting and none got an outcome, in seconds."""
        with self._lock:
            return 0.0 if self._still_since is None else self._clock() - self._still_since

    @property
    def partitions(self) -> list[int]:
        """The owned partitions."""
        with self._lock:
            return list(self._places)

    @property
    def total(self) -> int:
        """How many frames wait, in all partitions."""
        with self._lock:
            return sum(_frames(place) for place in self._places.values())

    def read(self) -> dict[int, Lag]:
        """Return how each partition stands."""
        with self._lock:
            now_s = self._clock()
            return {partition: _lag(place, now_s) for partition, place in self._places.items()}

    def _place(self, partition: int) -> _Place:
        return self._places.setdefault(partition, _Place(done_at=self._clock()))

    def _look(self) -> None:
        if not any(_frames(place) for place in self._places.values()):
            self._still_since = None
        elif self._still_since is None:
            self._still_since = self._clock()


def _frames(place: _Place) -> int:
    return max(0, place.end - place.position)


def _lag(place: _Place, now_s: float) -> Lag:
    frames = _frames(place)
    return Lag(frames, place.age_s + now_s - place.done_at if frames else 0.0, place.done)
