"""What a replay changes of a recorded message; all else goes out byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from flir_iqa.errors import RecordError
from flir_iqa.records import format_timestamp, parse_timestamp
from recording.message import RecordedMessage
from recording.units import MILLISECOND_NS

CAPTURED_AT: Final = "captured_at"
REPLAY_ID: Final = "replay_id"
SOURCE_FRAME_ID: Final = "source_frame_id"
_ADDED: Final = frozenset({REPLAY_ID, SOURCE_FRAME_ID})


class Times(StrEnum):
    """Which times replayed frames carry."""

    ORIGINAL = "original"
    """Those of the recording."""
    SHIFTED = "shifted"
    """The Kafka timestamp is when the frame was due now; `captured_at` lies as far from it as it did."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message as it goes to Kafka."""

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]
    timestamp_ms: int | None
    """`None` lets Kafka's client take the present time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriter:
    """Prepares recorded messages for a replay.

    Attributes:
        replay_id: Names the replay; from the second pass on `.2` and so on is added, so that passes can be told apart.
        times: Which times the messages carry.
        renames: Recorded camera id -> the one that the replay gives it.
    """

    replay_id: str
    times: Times = Times.SHIFTED
    renames: Mapping[str, str] = field(default_factory=dict)

    def rewrite(self, message: RecordedMessage, due_wall_ns: int, pass_number: int) -> OutgoingMessage:
        """Return a message as it goes out; `due_wall_ns` is when it was due, nanoseconds since the epoch."""
        stamp_ms: int | None = due_wall_ns // MILLISECOND_NS
        shift_ms = (stamp_ms or 0) - message.timestamp_ms
        if self.times is Times.ORIGINAL:
            stamp_ms, shift_ms = message.timestamp_ms if message.timestamp_ms > 0 else None, 0
        elif message.timestamp_ms < 0:
            shift_ms = 0  # nothing says how far the capture lies from it
        headers = [pair for pair in message.headers if pair[0] not in _ADDED]
        if shift_ms:
            headers = _shifted(headers, shift_ms)
        headers += self._added(message, pass_number)
        return OutgoingMessage(self._key(message.key), message.value, headers, stamp_ms)

    def _added(self, message: RecordedMessage, pass_number: int) -> list[tuple[str, bytes | None]]:
        replay_id = self.replay_id if pass_number == 1 else f"{self.replay_id}.{pass_number}"
        return [(REPLAY_ID, replay_id.encode()), (SOURCE_FRAME_ID, source_frame_id(message).encode())]

    def _key(self, key: bytes | None) -> bytes | None:
        if key is None or not self.renames:
            return key
        renamed = self.renames.get(key.decode(errors="replace"))
        return key if renamed is None else renamed.encode()


def source_frame_id(message: RecordedMessage) -> str:
    """Return the `frame_id` that a message had when it was recorded."""
    return f"{message.topic}-{message.partition}-{message.offset}"


def _shifted(headers: Sequence[tuple[str, bytes | None]], shift_ms: int) -> list[tuple[str, bytes | None]]:
    return [(name, _shift(value, shift_ms)) if name == CAPTURED_AT else (name, value) for name, value in headers]


def _shift(value: bytes | None, shift_ms: int) -> bytes | None:
    """Move a time; what is none stays as it is, and is rejected by the dataflow as it was when it was live."""
    try:
        moment: datetime = parse_timestamp((value or b"").decode())
        return format_timestamp((moment + timedelta(milliseconds=shift_ms)).astimezone(UTC)).encode()
    except (RecordError, UnicodeDecodeError, OverflowError):
        return value
