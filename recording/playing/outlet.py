"""Where played messages go."""

from enum import StrEnum
from typing import Protocol

from recording.message import RecordedMessage


class Hold(StrEnum):
    """Who holds a replay up."""

    KAFKA = "kafka"
    """As many frames as may wait for their acknowledgement do."""
    CONSUMER = "consumer"
    """The consumer that the replay follows is as far behind as it may be."""


class Outlet(Protocol):
    """Takes messages, one after the other, from one thread."""

    def hold(self) -> Hold | None:
        """Return who holds it up; `None` if it takes a message now.

        Raises:
            FlirIqaError: It will take none any more.
        """
        ...

    def publish(self, message: RecordedMessage, due_wall_ns: int, pass_number: int) -> None:
        """Take one message; only while nothing holds it up.

        Args:
            message: As it was recorded.
            due_wall_ns: When it was due, nanoseconds since the epoch.
            pass_number: Which time the recording is played, from 1.

        Raises:
            FlirIqaError: It cannot.
        """
        ...
