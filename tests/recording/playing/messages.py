"""Recorded messages for tests, and a player of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from recording.message import RecordedMessage, TimestampType
from recording.playing.plan import OpenMessages, Plan
from recording.playing.player import Player
from recording.playing.testing import FakeClock, KeptFrames
from recording.units import MILLISECOND_NS

BEGIN_MS = 1_700_000_000_000
BEGIN_NS = BEGIN_MS * MILLISECOND_NS


def recorded(offset: int, at_s: float, camera: str | None = "gate", **fields: Any) -> RecordedMessage:
    """A frame `at_s` after the beginning of its recording."""
    defaults: dict[str, Any] = {
        "topic": "thermal-frames",
        "partition": 3,
        "offset": offset,
        "key": None if camera is None else camera.encode(),
        "value": b"frame %d" % offset,
        "headers": (),
        "timestamp_ms": BEGIN_MS + round(at_s * 1000),
        "timestamp_type": TimestampType.CREATE,
    }
    return RecordedMessage(**{**defaults, **fields})


def every_tenth(n: int) -> list[RecordedMessage]:
    """`n` frames of one camera, ten a second."""
    return [recorded(number, number / 10) for number in range(n)]


def opener(messages: Sequence[RecordedMessage]) -> OpenMessages:
    """Opens a list as a recording is opened."""

    def open_messages(start_ns: int) -> Iterator[RecordedMessage]:
        return (message for message in messages if message.log_time_ns >= start_ns)

    return open_messages


class Playing:
    """A player of a list, with a clock that the test moves."""

    def __init__(self, messages: Sequence[RecordedMessage], **plan: Any) -> None:
        self.clock = FakeClock()
        self.kept = KeptFrames(self.clock)
        self.stages: list[str] = []
        end_ns = max((message.log_time_ns for message in messages), default=BEGIN_NS) + 1
        self.player = Player(
            opener(messages),
            self.kept,
            Plan(**{"start_ns": BEGIN_NS, "end_ns": end_ns, **plan}),
            self.clock,
            lambda state: self.stages.append(state.stage.value),
        )

    def at(self, time_s: float, name: str, *arguments: Any) -> None:
        """Have the player told something at a moment."""
        self.clock.at(time_s, lambda: getattr(self.player, name)(*arguments))
