"""What a producer says of itself."""

from datetime import UTC, datetime

import pytest

from producers.display import LogLines, status_table, summary
from producers.ledger import Counts, DropReason
from producers.monitor import CameraReport, Rate
from producers.sources.base import StreamInfo
from producers.state import CameraStatus

REPORT = CameraReport(
    "gate",
    CameraStatus(
        "waiting",
        "connection refused",
        StreamInfo("h264", 640, 512, 25.0),
        "unreachable",
        datetime(2026, 1, 31, 12, tzinfo=UTC),
        3,
    ),
    Counts(10, 4, {DropReason.SAMPLED: 3, DropReason.QUEUE_FULL: 2}, 1),
    5.04,
)


def test_a_report_tells_a_parent_all_counts() -> None:
    assert REPORT.to_dict() == {
        "state": "waiting",
        "condition": "unreachable",
        "since": "2026-01-31T12:00:00.000Z",
        "reconnects": 3,
        "error": "connection refused",
        "captured": 10,
        "published": 4,
        "dropped": {"sampled": 3, "queue_full": 2},
        "in_flight": 1,
        "fps": 5.04,
        "width": 640,
        "height": 512,
        "codec": "h264",
    }


def test_rate_is_that_of_the_last_seconds() -> None:
    rate = Rate()
    assert rate.at(0.0, 0) == 0
    rates = [rate.at(float(n), 5 * n) for n in range(1, 20)]
    assert rates == [5.0] * 19
    assert rate.at(24.0, 95) < 5
    assert rate.at(29.0, 95) == 0


def test_one_line_holds_what_matters() -> None:
    assert summary(REPORT) == (
        "gate: unreachable, 5.0 frames/s, captured 10, published 4, dropped sampled 3, queue_full 2, in flight 1"
    )


def test_lines_are_logged_every_ten_seconds(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    show = LogLines(clock=lambda: now[0])
    caplog.set_level("INFO")
    for second in range(25):
        now[0] = float(second)
        show([REPORT], None)
    assert len(caplog.records) == 2


def test_the_table_separates_frames_that_were_not_wanted_from_lost_ones() -> None:
    table = status_table([REPORT], "Kafka is away")
    rows = [str(next(iter(column.cells))) for column in table.columns]
    assert rows == ["gate", "unreachable", "12:00:00", "5.0", "4", "3", "2", "3", "connection refused"]
    assert str(table.caption) == "Kafka is away"
