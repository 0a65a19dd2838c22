"""Figures of lateness."""

import pytest

from recording.playing.lateness import Lateness
from recording.units import MILLISECOND_NS


def test_without_messages_there_are_no_figures() -> None:
    assert Lateness().jitter() is None


def test_figures_are_right_to_the_width_of_a_bin() -> None:
    lateness = Lateness()
    for number in range(1000):
        lateness.add(number * MILLISECOND_NS // 100)  # 0 to 9.99 ms
    jitter = lateness.jitter()
    assert jitter is not None
    assert jitter.p50_ms == pytest.approx(5, abs=0.06)
    assert jitter.p99_ms == pytest.approx(9.9, abs=0.06)
    assert jitter.max_ms == 9.99
    assert jitter.share_in_time == 0.501


def test_hours_late_and_early_have_their_place_too() -> None:
    lateness = Lateness()
    for late_ns in (-5 * MILLISECOND_NS, 3_600_000 * MILLISECOND_NS):
        lateness.add(late_ns)
    jitter = lateness.jitter()
    assert jitter is not None
    assert (jitter.max_ms, jitter.share_in_time) == (3_600_000, 0.5)
