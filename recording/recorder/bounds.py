"""Where a recording begins and ends, as people write it: `beginning`, `1h`, `2026-01-31T02:00:00Z`, `120000`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flir_iqa.errors import SettingsError
from recording.moments import parse_duration_ns, parse_moment_ns

_LARGEST_OFFSET: Final = 2**63 - 1
_LONGEST_TEXT: Final = 64


class Edge(StrEnum):
    """An end of what Kafka holds."""

    BEGINNING = "beginning"
    """The oldest message that is still there."""
    END = "end"
    """What comes after the newest message that is there when the recording begins."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The first message at or after a time, by Kafka's timestamp."""

    time_ns: int
    """Nanoseconds since the epoch."""

    @property
    def time_ms(self) -> int:
        """Milliseconds since the epoch, rounded up: no message before the moment counts."""
        return -(-self.time_ns // 1_000_000)


Bound = Edge | Moment | int
"""An `int` is an offset, the same in each partition."""


def parse_bound(text: str, option: str, now_ns: int) -> Bound:
    """Read one bound.

    Args:
        text: `beginning`, `end`, an offset, a time ago (`90s`, `1h30m`), or an ISO 8601 time with its zone.
        option: Its flag, for the error.
        now_ns: What a time ago counts from, nanoseconds since the epoch.

    Raises:
        SettingsError: It is none of these.
    """
    text = text.strip()
    if text in set(Edge):
        return Edge(text)
    if text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_OFFSET)) and int(text) <= _LARGEST_OFFSET:
        return int(text)
    try:
        if text[-1:] in {"d", "h", "m", "s"}:
            return Moment(max(0, now_ns - parse_duration_ns(text)))
        if "T" in text or " " in text:
            return Moment(max(0, parse_moment_ns(text, 0)))
    except SettingsError:
        pass  # what follows names the option, and more that can be given
    message = (
        f"expected {option} as beginning, end, an offset such as 120000, a time ago such as 90s or 1h30m, or a moment "
        f"with its zone such as 2026-01-31T02:00:00Z, got {text[:_LONGEST_TEXT]!r}"
    )
    raise SettingsError(message)
