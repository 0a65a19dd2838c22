"""A recorded message as the flow takes it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dataflow.sources.recording import frame_of, recorded_clock
from recording.message import RecordedMessage, TimestampType


def make_message(**changes: Any) -> RecordedMessage:
    fields: dict[str, Any] = {
        "topic": "frames",
        "partition": 2,
        "offset": 7,
        "key": b"gate",
        "value": b"x",
        "headers": (("seq", b"1"), ("seq", None)),
        "timestamp_ms": 1_769_860_800_123,
        "timestamp_type": TimestampType.CREATE,
    }
    return RecordedMessage(**{**fields, **changes})


def test_all_that_the_flow_looks_at_comes_along() -> None:
    frame = frame_of(make_message())
    assert (frame.partition, frame.offset, frame.key, frame.value) == (2, 7, b"gate", b"x")
    assert list(frame.headers) == [("seq", b"1"), ("seq", None)]
    assert frame.timestamp == datetime(2026, 1, 31, 12, 0, 0, 123_000, UTC)


def test_a_null_value_is_an_empty_frame() -> None:
    assert frame_of(make_message(value=None)).value == b""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"timestamp_ms": -1, "recorded_at_ns": 1_769_860_800_000_000_000}, datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ({"timestamp_ms": -1}, None),
        ({"timestamp_ms": 2**62}, None),
        ({"timestamp_ms": -1, "recorded_at_ns": 2**90}, None),
    ],
)
def test_a_message_without_a_time_came_when_it_was_recorded(changes: dict[str, Any], expected: datetime | None) -> None:
    frame = frame_of(make_message(**changes))
    assert frame.timestamp == expected
    assert recorded_clock(frame) == (expected or datetime(1970, 1, 1, tzinfo=UTC))
