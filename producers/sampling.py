"""Which frames of a camera are wanted."""

from typing import Literal

_EARLY: float = 0.25
"""Part of an interval by which a frame may come before its time: cameras and networks jitter."""


class Sampler:
    """Picks frames on a grid of `fps` a second: the first that comes at or after each point of the grid.

    The frame is picked when it arrives, so it is as fresh as can be. The mean rate is `fps`, or the camera's where that
    is less; after a pause the grid starts anew, nothing is made up for.
    """

    def __init__(self, fps: float | Literal["all"]) -> None:
        self._interval_s = 0.0 if fps == "all" else 1.0 / fps
        self._due_s: float | None = None

    def wants(self, now_s: float) -> bool:
        """Whether the frame that comes now is wanted; `now_s` is monotonic."""
        return self._due_s is None or now_s >= self._due_s - _EARLY * self._interval_s

    def misses(self, now_s: float) -> bool:
        """Whether a point of the grid has gone by without a frame until now; each is told once."""
        if self._due_s is None or now_s < self._due_s + self._interval_s:
            return False
        self._due_s += self._interval_s or now_s - self._due_s
        return True

    def take(self, now_s: float) -> None:
        """Count the frame that comes now as taken."""
        next_s = now_s if self._due_s is None else self._due_s
        next_s += self._interval_s
        self._due_s = next_s if next_s > now_s else now_s + self._interval_s
