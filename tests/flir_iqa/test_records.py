"""The records on the topics: round trips, and what is said of anything else."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from flir_iqa.errors import RecordError
from flir_iqa.records import (
    AncestorRecord,
    EventRecord,
    QualityRecord,
    RejectedRecord,
    format_timestamp,
    parse_timestamp,
    read_event,
    read_result,
)

QUALITY = QualityRecord(
    timestamp="2026-01-31T12:00:00.123Z",
    smoothing_window=150,
    raw_image_quality=0.1 + 0.2,
    smoothed_image_quality=1 / 3,
    camera_id="gate",
    frame_id="thermal-frames-7-4711",
    seq=2**53 + 1,
    stream_id=None,
    window_count=1,
    distortion="none",
    distortion_probability=0.1 + 0.2,
    severity=None,
    shed_before=0,
    latency_ms=12.5,
    model="lite 0.1.0",
)
REJECTED = RejectedRecord(
    timestamp="2026-01-31T12:00:00.123Z",
    camera_id=None,
    frame_id="thermal-frames-7-4712",
    reason="no_key",
    detail="a frame needs a key",
    size_bytes=0,
    first_bytes="",
    key=None,
    headers=[["seq", "30"], ["odd", None], ["seq", "31"]],
)
EVENT = EventRecord(timestamp="2026-01-31T12:00:00.123Z", kind="frames_expired", detail="gone", partition=3, n_frames=9)

ANCESTOR = {
    "timestamp": "2025-06-01T10:20:30.123456+00:00",
    "smoothing_window": 150,
    "raw_image_quality": 0.93,
    "smoothed_image_quality": 1,
}


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(QUALITY.to_json()), **fields}).encode()


def without(field: str) -> bytes:
    return json.dumps({name: value for name, value in json.loads(QUALITY.to_json()).items() if name != field}).encode()


def test_records_come_back_as_they_were_written() -> None:
    assert read_result(QUALITY.to_json()) == QUALITY
    assert RejectedRecord.from_json(REJECTED.to_json()) == REJECTED
    assert read_event(EVENT.to_json()) == EVENT


def test_a_replay_is_named_by_the_results_of_its_frames_alone() -> None:
    replayed = replace(QUALITY, replay_id="night", source_frame_id="thermal-frames-7-4711")
    assert read_result(replayed.to_json()) == replayed
    assert json.loads(replayed.to_json())["source_frame_id"] == "thermal-frames-7-4711"
    assert b"replay" not in QUALITY.to_json()
    assert b"source_frame_id" not in QUALITY.to_json()


def test_the_ancestors_fields_come_first_under_their_names() -> None:
    assert list(json.loads(QUALITY.to_json()))[:4] == list(ANCESTOR)


def test_an_ancestors_record_is_read_without_a_frame_id() -> None:
    record = read_result(json.dumps(ANCESTOR).encode())
    assert record == AncestorRecord(**ANCESTOR)  # type: ignore[arg-type]  # a plain dict
    assert not isinstance(record, QualityRecord)


def test_fields_of_later_versions_are_left_out() -> None:
    assert read_result(changed(weather="fog")) == QUALITY


def test_text_beyond_ascii_survives() -> None:
    record = RejectedRecord.from_json(
        json.dumps({**json.loads(REJECTED.to_json()), "detail": "Größe \N{SNOWMAN} \ud800"}).encode()
    )
    assert RejectedRecord.from_json(record.to_json()) == record


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"{",
        b"\xff\xfe",
        b"\xff\xd8\xff\xe0",
        b"null",
        b"[]",
        b"3",
        b'"frame_id"',
        b"[" * 100_000,
        b"9" * 10_000,
        b"{}",
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_record_is_refused(value: bytes | None) -> None:
    with pytest.raises(RecordError):
        read_result(value)


@pytest.mark.parametrize("field", sorted(json.loads(QUALITY.to_json()).keys() - {"schema_version", "frame_id"}))
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(RecordError, match=field):
        read_result(without(field))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("raw_image_quality", None),
        ("raw_image_quality", "0.5"),
        ("raw_image_quality", True),
        ("raw_image_quality", float("nan")),
        ("raw_image_quality", float("inf")),
        ("raw_image_quality", 10**400),
        ("severity", float("-inf")),
        ("seq", 1.0),
        ("seq", True),
        ("window_count", "150"),
        ("camera_id", 7),
        ("model", None),
    ],
)
def test_a_wrong_value_is_named(field: str, value: Any) -> None:
    with pytest.raises(RecordError, match=field):
        read_result(changed(**{field: value}))


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_numbers_that_json_does_not_have_are_refused(number: bytes) -> None:
    value = QUALITY.to_json().replace(b"0.30000000000000004", number, 1)
    with pytest.raises(RecordError, match="raw_image_quality"):
        read_result(value)


def test_a_reason_beyond_the_closed_list_is_refused() -> None:
    value = json.dumps({**json.loads(REJECTED.to_json()), "reason": "mood"}).encode()
    with pytest.raises(RecordError, match="mood"):
        RejectedRecord.from_json(value)


@pytest.mark.parametrize("headers", [[["seq"], "x"], [[1, 2]], {"seq": "30"}, "seq"])
def test_headers_of_another_shape_are_refused(headers: object) -> None:
    value = json.dumps({**json.loads(REJECTED.to_json()), "headers": headers}).encode()
    with pytest.raises(RecordError, match="headers"):
        RejectedRecord.from_json(value)


def test_a_score_that_is_no_number_is_never_written() -> None:
    fields = {**json.loads(QUALITY.to_json()), "raw_image_quality": float("nan")}
    with pytest.raises(ValueError, match="JSON compliant"):
        QualityRecord(**fields).to_json()


def test_timestamps_are_utc_with_milliseconds() -> None:
    moment = datetime(2026, 1, 31, 14, 0, 0, 123_999, timezone(timedelta(hours=2)))
    assert format_timestamp(moment) == "2026-01-31T12:00:00.123Z"
    assert parse_timestamp(format_timestamp(moment)) == datetime(2026, 1, 31, 12, 0, 0, 123_000, UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-01-31T12:00:00", "2026-13-01T00:00:00Z", "1769860800"])
def test_a_time_without_its_zone_is_no_time(text: str) -> None:
    with pytest.raises(RecordError, match="expected"):
        parse_timestamp(text)


def test_a_naive_time_is_never_written() -> None:
    with pytest.raises(ValueError, match="aware"):
        format_timestamp(datetime(2026, 1, 31))  # noqa: DTZ001 - the point of the test
