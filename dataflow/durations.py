"""A duration as a setting: `2s`, `1h30m`, `00:01:30`, or a number of seconds."""

from datetime import timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainSerializer

from recording.moments import parse_duration_ns

_MICROSECOND_NS: Final = 1000


def _parse(value: Any) -> Any:
    """Read text; leave numbers (of seconds) and durations to pydantic.

    Raises:
        SettingsError: The text is no duration.
    """
    if isinstance(value, str):
        return timedelta(microseconds=parse_duration_ns(value) // _MICROSECOND_NS)
    return value


def _seconds(value: timedelta) -> float:
    return value.total_seconds()


Duration = Annotated[timedelta, BeforeValidator(_parse), PlainSerializer(_seconds)]
"""A settings field that holds a duration."""
