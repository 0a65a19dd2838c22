"""Keys and headers of frames, hostile ones included."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from flir_iqa.errors import RecordError
from plumbing.frames import FrameHeaders, check_camera_id

MOMENT = datetime(2026, 1, 31, 12, 0, 0, 123000, tzinfo=UTC)


def test_headers_come_back_as_they_went() -> None:
    headers = FrameHeaders(
        captured_at=MOMENT,
        seq=0,
        stream_id="a1",
        width=640,
        height=512,
        content_type="image/jpeg",
        replay_id="r",
        source_frame_id=f"{'t' * 249}-11-{2**63 - 1}",
    )
    assert FrameHeaders.decode(headers.encode()) == headers
    assert dict(headers.encode())["captured_at"] == b"2026-01-31T12:00:00.123Z"


def test_headers_that_are_not_there_are_none() -> None:
    assert FrameHeaders.decode(None) == FrameHeaders.decode([("traceparent", b"\xff")]) == FrameHeaders()


def test_times_of_other_zones_become_utc() -> None:
    local = MOMENT.astimezone(timezone(timedelta(hours=5)))
    assert FrameHeaders.decode([("captured_at", local.isoformat().encode())]).captured_at == MOMENT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("captured_at", b"yesterday"),
        ("captured_at", b"2026-01-31T12:00:00"),
        ("captured_at", b"9" * 10_000),
        ("seq", b"-1"),
        ("seq", "\u0661".encode()),
        ("seq", b"1.5"),
        ("seq", b"9" * 19),
        ("width", b"0x10"),
        ("stream_id", b""),
        ("stream_id", b"\xff"),
        ("stream_id", b"a\nb"),
        ("content_type", b"x" * 301),
    ],
)
def test_absurd_headers_are_refused_by_name(name: str, value: bytes) -> None:
    with pytest.raises(RecordError):
        FrameHeaders.decode([(name, value)])


def test_a_header_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(RecordError, match="'seq' stands there twice"):
        FrameHeaders.decode([("seq", b"1"), ("seq", b"2")])


@pytest.mark.parametrize("text", ["gate", "a", "Gate-7.north_2", "9" * 128])
def test_camera_ids(text: str) -> None:
    assert check_camera_id(text) == text


@pytest.mark.parametrize("text", ["", ".a", "-a", "a/b", "a b", "ä", "a\n", "9" * 129])
def test_what_may_not_name_a_camera(text: str) -> None:
    with pytest.raises(RecordError, match="expected a camera id"):
        check_camera_id(text)
