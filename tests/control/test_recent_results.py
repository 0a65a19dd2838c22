"""The latest results: bounded, and sound."""

from dataclasses import replace
from typing import Any

import pytest

from control.recent_results import RecentResults
from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord

RECORD = QualityRecord(
    timestamp="2026-01-31T12:00:00.000Z",
    smoothing_window=150,
    raw_image_quality=0.25,
    smoothed_image_quality=0.75,
    camera_id="gate",
    frame_id="frames-0-0",
    seq=0,
    stream_id="a",
    window_count=1,
    distortion="lens_blur",
    distortion_probability=0.9,
    severity=None,
    shed_before=0,
    latency_ms=20.0,
    model="lite 1",
)


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def results(**settings: Any) -> RecentResults:
    return RecentResults(**{"points_kept": 5, "cameras_kept": 3, **settings})


def test_each_camera_keeps_its_latest_points() -> None:
    kept = results()
    for seq in range(8):
        kept.add(replace(RECORD, raw_image_quality=seq / 10))
    assert [point.raw for point in kept.points("gate", 300)] == [0.3, 0.4, 0.5, 0.6, 0.7]
    assert [point.raw for point in kept.points("gate", 2)] == [0.6, 0.7]
    assert kept.count == 8
    assert kept.latest("gate") == replace(RECORD, raw_image_quality=0.7)


def test_the_camera_unheard_for_the_longest_time_goes_first() -> None:
    kept = results()
    for name in ("a", "b", "c", "a", "d"):
        kept.add(replace(RECORD, camera_id=name))
    assert kept.camera_ids() == ["a", "c", "d"]
    assert kept.latest("b") is None
    assert kept.points("b", 10) == []


def test_a_page_gets_only_what_is_new_to_it() -> None:
    kept = results()
    for name in ("a", "b", "a"):
        kept.add(replace(RECORD, camera_id=name))
    cursor, first = kept.points_since(0, 10)
    assert (cursor, {name: len(points) for name, points in first.items()}) == (3, {"b": 1, "a": 2})
    kept.add(replace(RECORD, camera_id="b", raw_image_quality=0.5))
    cursor, news = kept.points_since(cursor, 10)
    assert (cursor, {name: [point.raw for point in points] for name, points in news.items()}) == (4, {"b": [0.5]})


def test_the_rate_is_counted_over_ten_seconds_and_falls_to_nothing() -> None:
    clock = Clock()
    kept = results(clock=clock)
    assert kept.rate("gate") is None
    for _ in range(40):
        kept.add(RECORD)
        clock.now_s += 0.5
    assert kept.rate("gate") == pytest.approx(2.0)
    clock.now_s += 20
    assert kept.rate("gate") == 0
    assert kept.silent_s == pytest.approx(20.5)


def test_latency_is_that_of_the_last_minute() -> None:
    clock = Clock()
    kept = results(clock=clock)
    kept.add(replace(RECORD, latency_ms=9000.0))
    clock.now_s += 61
    assert kept.latency() is None
    for latency_ms in range(1, 101):
        kept.add(replace(RECORD, latency_ms=float(latency_ms)))
    latency = kept.latency()
    assert latency is not None
    assert latency.p50_ms == pytest.approx(50.5)
    assert latency.p99_ms == pytest.approx(99.01)


@pytest.mark.parametrize(
    "field",
    [
        {"raw_image_quality": float("nan")},
        {"smoothed_image_quality": 1.5},
        {"distortion_probability": -0.1},
        {"latency_ms": float("inf")},
        {"camera_id": "../etc"},
        {"timestamp": "yesterday"},
        {"distortion": "x" * 1000},
        {"model": "x" * 1000},
    ],
)
def test_a_record_that_cannot_be_is_refused(field: dict[str, Any]) -> None:
    kept = results()
    with pytest.raises(RecordError):
        kept.add(replace(RECORD, **field))
    assert kept.count == 0
