"""What a player counts."""

from recording.message import RecordedMessage
from recording.playing.lateness import Lateness
from recording.playing.pace import Pace


class Tally:
    """Counts played messages, over all passes and within one. Not for use from several threads."""

    def __init__(self) -> None:
        self.pace = Pace()
        self.lateness = Lateness()
        self.held_ns = 0
        self.n_frames = 0
        self.n_bytes = 0
        self.pass_number = 1
        self._n_in_pass = 0
        self._has_jumped = False
        self._first_ns = 0
        self._last_ns: int | None = None

    def begin_pass(self, number: int) -> None:
        """Begin to count a pass."""
        self.pass_number = number
        self._n_in_pass = 0
        self._has_jumped = False
        self._last_ns = None

    def jumped(self) -> None:
        """Leave out what lies between the last message and the next."""
        self._n_in_pass = 0
        self._has_jumped = True
        self._last_ns = None

    def add(self, message: RecordedMessage, now_ns: int) -> None:
        """Count one message; one that lies before the last adds no time."""
        moment_ns = message.log_time_ns
        if self._n_in_pass == 0:
            self._first_ns = moment_ns
        last_ns = moment_ns if self._last_ns is None else self._last_ns
        self.pace.played(moment_ns - last_ns, now_ns)
        self._last_ns = max(last_ns, moment_ns)
        self._n_in_pass += 1
        self.n_frames += 1
        self.n_bytes += len(message.value or b"")

    @property
    def pass_is_empty(self) -> bool:
        """Whether the pass had nothing to play."""
        return self._n_in_pass == 0 and not self._has_jumped

    def mean_interval_ns(self, otherwise_ns: int) -> int:
        """Return the mean time between two messages of this pass; `otherwise_ns` where there is none."""
        if self._n_in_pass < 2 or self._last_ns is None or self._last_ns <= self._first_ns:
            return otherwise_ns
        return (self._last_ns - self._first_ns) // (self._n_in_pass - 1)

    @property
    def last_ns(self) -> int | None:
        """When the last message was due in the recording; `None` before the first and after a jump."""
        return self._last_ns
