"""Moments and durations as people write them: `90s`, `1h30m`, `00:01:30`, `2026-01-31T12:00:00Z`."""

import math
import re
from datetime import UTC, datetime
from typing import Final

from flir_iqa.errors import RecordError, SettingsError
from flir_iqa.records import parse_timestamp
from recording.units import SECOND_NS

_UNITS: Final = re.compile(r"(?:(?P<d>[\d.]+)d)?(?:(?P<h>[\d.]+)h)?(?:(?P<m>[\d.]+)m)?(?:(?P<s>[\d.]+)s?)?", re.ASCII)
_SECONDS: Final = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0}
_COLONS: Final = re.compile(r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,2}):(?P<s>\d{1,2}(?:\.\d+)?)", re.ASCII)
_LONGEST_S: Final = 100 * 365 * 86_400.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_TEXT: Final = 64


def parse_duration_ns(text: str) -> int:
    """Read a duration: seconds, or with units (`90s`, `1h30m`), or with colons (`00:01:30`).

    Returns:
        Nanoseconds, from 0.

    Raises:
        SettingsError: It is none.
    """
    seconds = _seconds(text.strip())
    if seconds is None:
        message = f"expected a duration such as 90s, 1h30m or 00:01:30, got {text[:_LONGEST_TEXT]!r}"
        raise SettingsError(message)
    return round(seconds * SECOND_NS)


def parse_moment_ns(text: str, begin_ns: int) -> int:
    """Read a moment: a duration counts from `begin_ns`, an ISO 8601 time with its zone stands for itself.

    Returns:
        Nanoseconds since the epoch.

    Raises:
        SettingsError: It is neither.
    """
    seconds = _seconds(text.strip())
    if seconds is not None:
        return begin_ns + round(seconds * SECOND_NS)
    try:
        moment = parse_timestamp(text.strip())
    except RecordError as error:
        message = (
            "expected a time from the beginning such as 90s, 1h30m or 00:01:30, or a moment with its zone such as "
            f"2026-01-31T12:00:00Z, got {text[:_LONGEST_TEXT]!r}"
        )
        raise SettingsError(message) from error
    return round((moment - _EPOCH).total_seconds() * 1_000_000) * 1000


def show_moment(moment_ns: int) -> str:
    """Return a moment for a person, in UTC to the second; the number itself where it lies beyond the calendar."""
    try:
        return datetime.fromtimestamp(moment_ns // SECOND_NS, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{moment_ns} ns"


def show_duration(duration_ns: int) -> str:
    """Return a duration for a person: `1:02:03.4`, without the hours where there are none."""
    tenths = duration_ns * 10 // SECOND_NS
    minutes, seconds = divmod(tenths / 10, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"


def _seconds(text: str) -> float | None:
    """Return the seconds of a duration; `None` where it is none."""
    match = (_COLONS.fullmatch(text) or _UNITS.fullmatch(text)) if 0 < len(text) <= _LONGEST_TEXT else None
    if match is None:
        return None
    try:
        total = math.fsum(_SECONDS[unit] * float(number) for unit, number in match.groupdict().items() if number)
    except ValueError:  # a number with two points
        return None
    return total if total <= _LONGEST_S else None
