"""What a person sees of a recording."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from recording.recorder.display import LogLines, View, describe, draw
from recording.recorder.rate import RecentRate


def view(**fields: Any) -> View:
    defaults: dict[str, Any] = {
        "seconds": 3723.4,
        "n_messages": 180_000,
        "file_bytes": 10_800_000_000,
        "file": "night-0002.mcap",
        "per_second": 48.31,
        "time_ns": 1_700_000_000_000_000_000,
    }
    return View(**{**defaults, **fields})


def test_line_says_how_far_it_is() -> None:
    place = "night-0002.mcap, 10800.0 MB at 2023-11-14T22:13:20Z"
    assert describe(view()) == f"1:02:03.4, 180000 messages, 48.3/s, {place}"
    assert "48.3/s, 25%" in describe(view(n_done=25, n_wanted=100))


def test_terminal_of_80_columns_shows_each_line_whole() -> None:
    stream = StringIO()
    problem = "Kafka does not answer"
    Console(file=stream, width=80).print(draw(view(n_done=25, n_wanted=100, problem=problem)))
    lines = [line.strip() for line in stream.getvalue().splitlines()]
    assert len(lines) == 3
    assert lines[0].startswith("waiting")
    assert lines[0].endswith("25%")
    assert lines[2] == problem


def test_log_gets_a_line_every_ten_seconds(caplog: pytest.LogCaptureFixture) -> None:
    now_s = 0.0
    show = LogLines(lambda: now_s)
    with caplog.at_level("INFO"):
        for now_s in (1.0, 5.0, 10.5, 11.0, 20.0, 21.0):  # noqa: B007 - the clock above reads it
            show(view())
    assert len(caplog.records) == 2


def test_rate_is_that_of_the_last_five_seconds() -> None:
    now_s = 0.0
    rate = RecentRate(lambda: now_s)
    assert rate.update(0) == 0.0
    for now_s in range(1, 11):
        achieved = rate.update(100 * min(int(now_s), 8))
    assert achieved == pytest.approx(60)
