"""Doubles for tests of what plays: a clock that a test moves, and an outlet that keeps what it gets."""

import heapq
import itertools
import threading
from collections.abc import Callable

from recording.message import RecordedMessage
from recording.playing.outlet import Hold
from recording.units import SECOND_NS


class FakeClock:
    """A clock that stands still but for waiting: then it jumps to what comes first, the deadline or a planned action.

    Args:
        wall_ns: What the wall clock shows at the beginning, nanoseconds since the epoch.
    """

    def __init__(self, wall_ns: int = 1_800_000_000 * SECOND_NS) -> None:
        self._wall_ns = wall_ns
        self._now_ns = 0
        self._order = itertools.count()
        self._plan: list[tuple[int, int, Callable[[], object]]] = []

    def at(self, time_s: float, action: Callable[[], object]) -> None:
        """Have `action` called once the clock shows `time_s`."""
        heapq.heappush(self._plan, (round(time_s * SECOND_NS), next(self._order), action))

    def advance(self, time_s: float) -> None:
        """Let time pass, as work that takes long does."""
        self._now_ns += round(time_s * SECOND_NS)

    def now_ns(self) -> int:
        """Return nanoseconds since the clock was made."""
        return self._now_ns

    def wall_ns(self) -> int:
        """Return nanoseconds since the epoch."""
        return self._wall_ns + self._now_ns

    def wait(self, changed: threading.Condition, until_ns: int | None) -> None:
        """Jump to the deadline, or to the next planned action and do it.

        Raises:
            RuntimeError: There is neither: it would wait for ever.
        """
        if self._plan and (until_ns is None or self._plan[0][0] <= until_ns):
            due_ns, _, action = heapq.heappop(self._plan)
            self._now_ns = max(self._now_ns, due_ns)
            action()
        elif until_ns is not None:
            self._now_ns = max(self._now_ns, until_ns)
        else:
            message = "nothing is planned, and the player would wait for ever"
            raise RuntimeError(message)


class KeptFrames:
    """An outlet that keeps what it gets: (seconds on the clock, message, number of the pass, due time on the wall).

    Attributes:
        held_until_s: Until when it takes nothing, and who holds it up.
    """

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.frames: list[tuple[float, RecordedMessage, int, int]] = []
        self.held_until_s: tuple[float, Hold] | None = None

    def hold(self) -> Hold | None:
        """Return who holds it up at present."""
        if self.held_until_s is None or self._clock.now_ns() >= self.held_until_s[0] * SECOND_NS:
            return None
        return self.held_until_s[1]

    def publish(self, message: RecordedMessage, due_wall_ns: int, pass_number: int) -> None:
        """Keep one message."""
        self.frames.append((self._clock.now_ns() / SECOND_NS, message, pass_number, due_wall_ns))

    @property
    def times_s(self) -> list[float]:
        """When each message came, in seconds on the clock."""
        return [round(moment, 6) for moment, *_ in self.frames]

    @property
    def offsets(self) -> list[int]:
        """The recorded offsets of the messages, in the order in which they came."""
        return [message.offset for _, message, *_ in self.frames]
