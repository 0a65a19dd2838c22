"""What a person sees."""

import io
import logging
from dataclasses import replace

import pytest
from rich.console import Console

from recording.playing.display import LogLines, View, describe, draw, summarize
from recording.playing.outlet import Hold
from recording.playing.rate import MAX
from recording.playing.state import PlayerStage
from tests.recording.playing.messages import Playing, every_tenth


def played(**plan: object) -> Playing:
    playing = Playing(every_tenth(11), **plan)
    playing.player.run()
    return playing


def test_the_line_says_where_it_is_and_how_fast() -> None:
    state = replace(played().player.state, stage=PlayerStage.HELD, held_by=Hold.CONSUMER, pass_number=2)
    line = describe(View(state, 7, None))
    for part in ("0:01.0 of 0:01.0", "2023-11-14T22:13:21Z", "1x", "achieved 1.00x", "11 frames", "lag 7", "pass 2"):
        assert part in line
    assert line.endswith("waits for consumer")


@pytest.mark.parametrize("has_keys", [True, False])
def test_a_terminal_shows_keys_where_there_are_some_and_what_is_wrong(has_keys: bool) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=160)
    console.print(draw(View(played().player.state, None, "no broker answers"), has_keys))
    text = console.file.getvalue()  # type: ignore[attr-defined]  # our own StringIO
    assert ("space pause" in text) is has_keys
    assert "no broker answers" in text
    assert "11 frames" in text


def test_the_summary_says_rate_and_jitter() -> None:
    text = summarize(played().player.state, 11)
    assert text.startswith("replayed 11 frames, 0.0 MB, in 1.0 s: achieved 1x of 1x. Behind their time: p50 0.0 ms")
    assert "100.0% within 5 ms" in text


def test_the_summary_of_rate_max_has_no_jitter_and_says_what_is_missing() -> None:
    text = summarize(played(rate=MAX).player.state, 9)
    assert "Behind" not in text
    assert "Kafka acknowledged 9 of them" in text


def test_the_log_says_at_once_what_goes_wrong_and_the_rest_every_ten_seconds(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    now = [0.0]
    show, state = LogLines(lambda: now[0]), played().player.state
    for moment, problem in [(0, None), (1, "no broker"), (2, "no broker"), (3, None), (9.9, None), (10, None)]:
        now[0] = moment
        show(View(state, None, problem))
    lines = [record.message for record in caplog.records]
    assert lines[:2] == ["no broker", "Kafka takes frames again"]
    assert len(lines) == 3
    assert lines[2].startswith("ended 0:01.0")
