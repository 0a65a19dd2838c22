"""Folding claims into counts."""

import random

import pytest

from flir_iqa.errors import SettingsError
from reconcile.cameras import Cameras
from reconcile.fate import Claim, Fate
from reconcile.tally import MOST_FRAMES, PartitionTally, Span


def scored(offset: int, camera: str = "gate", **shed: int) -> Claim:
    """One result."""
    return Claim(Fate.SCORED, offset, offset + 1, camera, shed)


def tally_of(start: int, end: int) -> tuple[PartitionTally, Cameras]:
    """An empty tally and its cameras."""
    cameras = Cameras()
    return PartitionTally(Span(start, end), cameras), cameras


def test_frames_after_the_last_outcome_are_lag_and_those_before_are_holes() -> None:
    tally, _ = tally_of(10, 20)
    for offset in (10, 11, 14, 15):
        tally.take(scored(offset))
    assert (tally.count(Fate.SCORED), tally.count(Fate.NONE), tally.n_lag) == (4, 2, 4)
    assert list(tally.holes()) == [(12, 14)]


def test_a_second_outcome_is_counted_and_the_first_such_frame_known() -> None:
    tally, cameras = tally_of(0, 10)
    for offset in range(5):
        tally.take(scored(offset))
    tally.take(scored(4))
    tally.take(Claim(Fate.REJECTED, 2, 3, "gate"))
    assert (tally.n_doubled, tally.first_doubled, tally.count(Fate.SCORED)) == (2, 2, 5)
    assert cameras.of("gate").doubled == 2
    assert cameras.of("gate").rejected == 0


def test_results_out_of_order_are_counted() -> None:
    tally, _ = tally_of(0, 10)
    for offset in (0, 2, 1, 3):
        tally.take(scored(offset))
    assert tally.n_disordered == 1
    assert tally.n_doubled == 0


def test_expiry_that_is_told_twice_is_no_second_outcome() -> None:
    tally, _ = tally_of(0, 100)
    tally.take(Claim(Fate.EXPIRED, 10, 30))
    tally.take(Claim(Fate.EXPIRED, 10, 40))
    assert (tally.count(Fate.EXPIRED), tally.n_doubled) == (30, 0)
    tally.take(scored(35))
    assert tally.first_doubled == 35


def test_claims_beyond_the_span_are_cut_to_it() -> None:
    tally, _ = tally_of(10, 20)
    tally.take(scored(9))
    tally.take(Claim(Fate.EXPIRED, -(2**60), 12))
    tally.take(scored(2**60))
    assert tally.count(Fate.EXPIRED) == 2
    assert tally.count(Fate.NONE) == 8
    assert tally.n_lag == 0


def test_a_record_that_came_while_the_others_were_read_makes_no_holes() -> None:
    tally, _ = tally_of(0, 10)
    tally.take(scored(0))
    tally.take(scored(5), settles=False)
    assert (tally.count(Fate.NONE), tally.n_lag, tally.count(Fate.SCORED)) == (0, 8, 2)


def test_shed_frames_are_those_between_two_results_that_may_lie_in_the_span() -> None:
    tally, cameras = tally_of(10, 20)
    for offset, n_shed in ((5, 1), (12, 6), (15, 2), (19, 3), (25, 5), (30, 4)):
        tally.take(scored(offset, gate=n_shed))
    assert tally.n_shed == cameras.of("gate").shed == 6 + 2 + 3
    assert tally.n_shed_outside == 6


def test_the_last_rejected_record_tells_what_no_result_has_told_yet() -> None:
    for newest, n_shed in ((3, 4), (9, 0)):
        tally, _ = tally_of(0, 20)
        tally.take(Claim(Fate.REJECTED, 8, 9, None, {"gate": 4}))
        tally.take(scored(newest))
        tally.finish()
        assert tally.n_shed == n_shed


def test_an_endless_span_is_refused_with_the_remedy() -> None:
    with pytest.raises(SettingsError, match="give a shorter span"):
        tally_of(0, MOST_FRAMES + 1)


@pytest.mark.parametrize("seed", range(30))
def test_the_sum_holds_whatever_comes(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    tally, _ = tally_of(50, 50 + chance.randint(1, 200))
    for _ in range(300):
        start = chance.randint(0, 300)
        fate = chance.choice([Fate.SCORED, Fate.REJECTED, Fate.EXPIRED])
        tally.take(Claim(fate, start, start + (chance.randint(1, 9) if fate is Fate.EXPIRED else 1)))
    outcomes = [tally.count(fate) for fate in (Fate.SCORED, Fate.REJECTED, Fate.EXPIRED, Fate.NONE)]
    assert sum(outcomes) + tally.n_lag == tally.span.n_frames
    assert sum(end - start for start, end in tally.holes()) == tally.count(Fate.NONE)
    assert all(tally.is_open(offset) for start, end in tally.holes() for offset in range(start, end))
