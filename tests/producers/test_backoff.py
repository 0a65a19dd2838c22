"""How long to wait before the next attempt."""

from itertools import pairwise

from producers.backoff import Backoff


def test_waits_double_up_to_the_bound() -> None:
    backoff = Backoff(0.5, 30, chance=lambda: 0.0)
    assert [backoff.next_wait_s() for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_waits_start_anew_after_a_success_that_lasted() -> None:
    backoff = Backoff(0.5, 30, chance=lambda: 0.0)
    for _ in range(5):
        backoff.next_wait_s()
    assert backoff.next_wait_s(lived_s=60) == 0.5


def test_waits_grow_on_where_each_success_is_short() -> None:
    backoff = Backoff(0.5, 30, chance=lambda: 0.0)
    waits = [backoff.next_wait_s(lived_s=0.3) for _ in range(8)]
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert waits[-1] == 30


def test_chance_only_shortens_a_wait_and_not_to_nothing() -> None:
    assert 0.3 < Backoff(0.5, 30, chance=lambda: 1.0).next_wait_s() < 0.5
