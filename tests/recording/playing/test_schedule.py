"""When moments of a recording are due."""

import pytest

from recording.playing.rate import MAX
from recording.playing.schedule import Schedule


def test_nothing_is_due_while_time_stands_still() -> None:
    schedule = Schedule(1000, 0, 1.0)
    assert schedule.due_ns(1000) is None
    schedule.run(50)
    assert schedule.due_ns(1100) == 150
    schedule.stand(70)
    assert (schedule.due_ns(1100), schedule.position_ns(10_000)) == (None, 1020)
    schedule.run(500)
    assert schedule.due_ns(1100) == 580


@pytest.mark.parametrize("rate", [0.1, 0.5, 3.0, 100.0])
def test_position_and_due_time_are_each_others_inverse(rate: float) -> None:
    schedule = Schedule(10**18, 7, rate)
    schedule.run(7)
    for now_ns in (7, 1_000_007, 10**12 + 7):
        assert schedule.due_ns(schedule.position_ns(now_ns)) == pytest.approx(now_ns, abs=10)


def test_a_change_of_rate_leaves_the_position_where_it_is() -> None:
    schedule = Schedule(0, 0, 2.0)
    schedule.run(0)
    schedule.change_rate(0.5, 100)
    assert (schedule.position_ns(100), schedule.due_ns(250)) == (200, 200)
    schedule.change_rate(MAX, 100)
    assert (schedule.position_ns(10_000), schedule.due_ns(10**9)) == (200, 100)


def test_running_twice_is_running() -> None:
    schedule = Schedule(0, 0, 1.0)
    schedule.run(0)
    schedule.run(100)
    assert schedule.position_ns(100) == 100
