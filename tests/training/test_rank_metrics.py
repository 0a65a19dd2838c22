"""Statistics of order against values worked out by hand."""

import numpy as np
import pytest

from training.rank_metrics import falling_share, first_crossing, ranks, spearman


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0])).tolist() == [2.0, 0.5, 2.0]


def test_spearman_of_a_textbook_example() -> None:
    # d = (0, 1, -1, 0): 1 - 6 * 2 / (4 * 15)
    assert spearman(np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 2, 4])) == pytest.approx(0.8)


def test_spearman_knows_order_alone() -> None:
    first = np.array([0.1, 0.2, 0.7, 0.9])
    assert spearman(first, np.exp(9 * first)) == pytest.approx(1)
    assert spearman(first, -first) == pytest.approx(-1)
    assert spearman(first, first[::-1].copy()) == spearman(first[::-1].copy(), first)


def test_spearman_of_a_constant_is_0() -> None:
    assert spearman(np.full(5, 0.3), np.arange(5.0)) == 0


def test_falling_share_counts_ties_half() -> None:
    assert falling_share(np.array([0.9, 0.5, 0.5, 0.6])) == pytest.approx(1.5 / 3)
    assert falling_share(np.array([[0.9, 0.5], [0.1, 0.2]])) == pytest.approx(0.5)


def test_one_value_has_no_step() -> None:
    with pytest.raises(ValueError, match="at least two values"):
        falling_share(np.array([0.5]))


@pytest.mark.parametrize(
    ("values", "position"),
    [([0.0, 0.25, 0.75, 1.0], 0.15), ([0.6, 1.0, 1.0, 1.0], 0.0), ([0.0, 0.1, 0.2, 0.4], None), ([0, 0.5, 0, 1], 0.1)],
)
def test_the_first_crossing_is_interpolated(values: list[float], position: float | None) -> None:
    positions = np.array([0.0, 0.1, 0.2, 0.3])
    found = first_crossing(positions, np.array(values, np.float64), 0.5)
    assert found == (None if position is None else pytest.approx(position))
