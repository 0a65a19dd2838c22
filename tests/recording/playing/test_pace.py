"""The rate that was achieved."""

import pytest

from recording.playing.pace import Pace
from recording.units import SECOND_NS


def test_pauses_do_not_count() -> None:
    pace = Pace()
    assert pace.overall(0) is None
    pace.run(0)
    pace.played(4 * SECOND_NS, 2 * SECOND_NS)
    pace.stand(2 * SECOND_NS)
    assert pace.overall(100 * SECOND_NS) == 2
    pace.run(100 * SECOND_NS)
    assert pace.overall(102 * SECOND_NS) == 1


def test_the_recent_rate_forgets() -> None:
    pace = Pace()
    pace.run(0)
    for tenth in range(1, 101):
        pace.played(SECOND_NS // 10, tenth * SECOND_NS // 10)
    for tenth in range(101, 201):
        pace.played(SECOND_NS, tenth * SECOND_NS // 10)
    assert pace.recent(20 * SECOND_NS) == pytest.approx(10)
    assert pace.overall(20 * SECOND_NS) == pytest.approx(5.5)


def test_going_back_takes_nothing_away() -> None:
    pace = Pace()
    pace.run(0)
    pace.played(-SECOND_NS, SECOND_NS)
    assert pace.overall(SECOND_NS) == 0
