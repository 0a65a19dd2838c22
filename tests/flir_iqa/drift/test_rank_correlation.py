"""Spearman's rank correlation, against worked examples."""

import pytest

from flir_iqa.drift.rank_correlation import rank_correlation


def test_the_same_order_is_one_and_the_opposite_minus_one() -> None:
    assert rank_correlation([1, 2, 3, 40], [0.1, 0.2, 0.3, 0.31]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 40], [4, 3, 2, 1]) == pytest.approx(-1)


def test_a_worked_example() -> None:
    # Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 - 6 * (1 + 1 + 1 + 1 + 0) / (5 * 24)
    assert rank_correlation([1, 2, 3, 4, 5], [20, 10, 40, 30, 50]) == pytest.approx(0.8)


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5, variances 4.5 and 5
    assert rank_correlation([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


@pytest.mark.parametrize("series", [([], []), ([1.0], [2.0]), ([1, 1, 1], [1, 2, 3])])
def test_a_series_without_an_order_has_none(series: tuple[list[float], list[float]]) -> None:
    assert rank_correlation(*series) is None
