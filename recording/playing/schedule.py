"""When each moment of a recording is due on the clock."""

from recording.playing.rate import MAX


class Schedule:
    """Maps the recording's time to the clock's: a line through one point, whose slope is the rate.

    Pure arithmetic; the time comes in with each call. Not for use from several threads. All times in nanoseconds.

    Args:
        position_ns: Where in the recording it begins.
        now_ns: The clock.
        rate: Seconds of the recording per second of the clock; `MAX` is as fast as it goes.
    """

    def __init__(self, position_ns: int, now_ns: int, rate: float) -> None:
        self._position_ns = position_ns
        self._since_ns = now_ns
        self._runs = False
        self.rate = rate

    def due_ns(self, time_ns: int) -> int | None:
        """Return when a moment of the recording is due on the clock; `None` while time stands still."""
        if not self._runs:
            return None
        if self.rate == MAX:
            return self._since_ns
        return self._since_ns + round((time_ns - self._position_ns) / self.rate)

    def position_ns(self, now_ns: int) -> int:
        """Return where in the recording the clock is; at `MAX` that is where it was last told to be."""
        if not self._runs or self.rate == MAX:
            return self._position_ns
        return self._position_ns + round((now_ns - self._since_ns) * self.rate)

    def run(self, now_ns: int) -> None:
        """Let time pass from here on."""
        if not self._runs:
            self._since_ns, self._runs = now_ns, True

    def stand(self, now_ns: int) -> None:
        """Let time stand still from here on."""
        self.jump(self.position_ns(now_ns), now_ns)
        self._runs = False

    def jump(self, position_ns: int, now_ns: int) -> None:
        """Go on from another place."""
        self._position_ns, self._since_ns = position_ns, now_ns

    def change_rate(self, rate: float, now_ns: int) -> None:
        """Go on from here at another rate."""
        self.jump(self.position_ns(now_ns), now_ns)
        self.rate = rate
