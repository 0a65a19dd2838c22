"""The demo's figures: counted right, and not kind to failures."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from flir_iqa.records import QualityRecord, format_timestamp
from sandbox.demo.evidence import Counts
from sandbox.demo.summary import Summary, score_phases, summarise

BEGIN = datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    name: str
    start_s: float
    end_s: float


PHASES = [Stretch("clean", 0, 10), Stretch("blurred", 10, 20)]


def record(offset: int, at_s: float, quality: float, kind: str = "none", stream: str = "a") -> QualityRecord:
    return QualityRecord(
        timestamp=format_timestamp(BEGIN + timedelta(seconds=at_s)),
        smoothing_window=150,
        raw_image_quality=quality,
        smoothed_image_quality=quality,
        camera_id="gate",
        frame_id=f"thermal-frames-0-{offset}",
        seq=offset,
        stream_id=stream,
        window_count=1,
        distortion=kind,
        distortion_probability=0.9,
        severity=None,
        shed_before=0,
        latency_ms=10.0 + offset,
        model="lite 1",
    )


def summary_of(results: list[QualityRecord], published: int, rejected: int = 0, dropped: int = 2) -> Summary:
    counts = Counts(published, len(results), rejected)
    return summarise(results, counts, published + dropped, {"sampled": 2}, PHASES)


def test_a_run_with_each_frame_scored_once_succeeded() -> None:
    summary = summary_of([record(0, 0, 0.9), record(1, 1, 0.9)], published=2)
    assert summary.succeeded
    assert (summary.lost, summary.doubled) == (0, 0)
    assert summary.latency_p50_ms == pytest.approx(10.5)


@pytest.mark.parametrize(
    ("results", "published", "rejected"),
    [
        ([record(0, 0, 0.9)], 2, 0),  # one lost
        ([record(0, 0, 0.9), record(0, 0, 0.9)], 2, 0),  # one lost, one doubled: the counts alone would agree
        ([record(0, 0, 0.9), record(0, 0, 0.9)], 1, 0),  # doubled
        ([], 0, 0),  # nothing went all the way
    ],
)
def test_a_run_with_a_frame_lost_or_doubled_failed(results: list[QualityRecord], published: int, rejected: int) -> None:
    assert not summary_of(results, published, rejected).succeeded


def test_a_rejected_frame_is_not_lost() -> None:
    assert summary_of([record(0, 0, 0.9)], published=2, rejected=1).lost == 0


def test_a_frame_that_the_producer_cannot_account_for_is_lost() -> None:
    assert summary_of([record(0, 0, 0.9)], published=1, dropped=3).lost == 1


def test_phases_are_averaged_by_the_age_of_the_frame_in_its_stream_also_when_the_film_begins_anew() -> None:
    results = [
        record(0, 0, 1.0),
        record(1, 5, 0.8),
        record(2, 10, 0.5),  # on the edge: belongs to neither
        record(3, 15, 0.1, "lens_blur"),
        record(4, 25, 0.6),  # second round of the film
        record(5, 100, 1.0, stream="b"),
        record(6, 115, 0.3, "lens_blur", stream="b"),
    ]
    clean, blurred = score_phases(results, PHASES)
    assert (clean.n_frames, clean.distortion) == (2, "none")
    assert clean.quality == pytest.approx((0.8 + 0.6) / 2)
    assert (blurred.n_frames, blurred.distortion) == (2, "lens_blur")
    assert blurred.quality == pytest.approx(0.2)
