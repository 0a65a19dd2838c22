"""Tells the newest frame from those that waited for us in some buffer, which look alike when they are read."""

from typing import Final

_DRIFT: Final = 0.0002
"""By how much a camera's clock may run slow: cheap quartz is off by 0.0001 at most."""
_LONGEST_STEP_S: Final = 10.0
"""A larger step of the camera's times is a jump of its clock."""
_SHORTEST_S: Final = 0.01
_LONGEST_S: Final = 1.0
_A_WAIT_S: Final = 0.002
"""What lies in a buffer is there sooner."""
_SMOOTHING: Final = 0.2
_PACED: Final = 3
"""So many reads in a row that had to wait show that nothing else lies in the buffers."""


class Freshness:
    """Estimates for how long packets lay in buffers on this machine, from the camera's times of them.

    A packet's delay is its arrival less its own time. The least delay that was ever seen is that of a packet
    which was read at once; what a later one has more, it has waited. All times are in seconds.

    Args:
        interval_s: Between two frames, as the stream says; followed by what comes.
    """

    def __init__(self, interval_s: float) -> None:
        self.interval_s = min(max(interval_s, _SHORTEST_S), _LONGEST_S)
        self.has_caught_up = False
        """Whether a read has had to wait, or a second is over: what comes sooner was sent before it was asked for."""
        self._began_s: float | None = None
        self._least_delay_s: float | None = None
        self._pts_s = 0.0
        self._came_s = 0.0
        self._n_waits = 0

    def age_s(self, pts_s: float | None, asked_s: float, came_s: float) -> float:
        """Return for how long a packet has waited, from 0.

        Args:
            pts_s: Its time by the camera's clock, growing in the order of sending; `None` where the stream does not
                tell, which counts as fresh.
            asked_s: When it was asked for, monotonic.
            came_s: When it came.
        """
        self._began_s = asked_s if self._began_s is None else self._began_s
        waited_s = came_s - asked_s
        self._n_waits = self._n_waits + 1 if waited_s >= self.interval_s / 2 else 0
        self.has_caught_up = self.has_caught_up or waited_s >= _A_WAIT_S or came_s - self._began_s >= _LONGEST_S
        if pts_s is None:
            return 0.0
        delay_s = came_s - pts_s
        if self._least_delay_s is None or self._jumped(pts_s) or self._n_waits >= _PACED:
            self._least_delay_s = delay_s
        else:
            self._least_delay_s = min(delay_s, self._least_delay_s + _DRIFT * (came_s - self._came_s))
        self._pts_s, self._came_s = pts_s, came_s
        return delay_s - self._least_delay_s

    def _jumped(self, pts_s: float) -> bool:
        """Follow the interval; return whether the camera's clock has jumped."""
        step_s = pts_s - self._pts_s
        if not 0 <= step_s <= _LONGEST_STEP_S:
            return True
        if step_s > 0:
            followed_s = self.interval_s + _SMOOTHING * (step_s - self.interval_s)
            self.interval_s = min(max(followed_s, _SHORTEST_S), _LONGEST_S)
        return False
