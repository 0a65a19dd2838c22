"""What a player is asked to play."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flir_iqa.errors import SettingsError
from recording.message import RecordedMessage
from recording.playing.rate import check_rate

OpenMessages = Callable[[int], Iterator[RecordedMessage]]
"""Opens what is played, from a moment of the recording on (nanoseconds since the epoch), in the order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is played, and how it begins.

    Raises:
        SettingsError: The rate is out of bounds, or the end is not after the start.
    """

    start_ns: int
    """The first moment, nanoseconds since the epoch."""
    end_ns: int
    """The first moment that is not played any more."""
    rate: float = 1.0
    loop: bool = False
    """Whether to begin again at the end."""
    starts_paused: bool = False

    def __post_init__(self) -> None:
        check_rate(self.rate)
        if self.end_ns <= self.start_ns:
            message = f"expected an end after the start {self.start_ns}, got {self.end_ns} (nanoseconds)"
            raise SettingsError(message)


def check_count(n: int) -> None:
    """Check a number of frames.

    Raises:
        SettingsError: It is below 1.
    """
    if n < 1:
        message = f"expected at least 1 frame, got {n!r}"
        raise SettingsError(message)
