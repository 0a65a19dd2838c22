"""The sliding mean: exact, bounded, and the same after a restart."""

from collections import deque
from math import fsum, inf, nan

import numpy as np
import pytest

from flir_iqa.smoothing import SlidingMean


@pytest.mark.parametrize("window", [1, 2, 7, 150])
def test_it_is_the_mean_of_the_last_values(window: int) -> None:
    mean, last = SlidingMean(window), deque[float](maxlen=window)
    for value in np.random.default_rng(0).random(400).tolist():
        last.append(value)
        assert mean.push(value) == fsum(last) / len(last)
        assert mean.count == len(last)
        assert list(mean.values()) == list(last)


@pytest.mark.parametrize("at", [0, 1, 4, 5, 6, 13])
def test_a_restart_changes_no_bit(at: int) -> None:
    values = (np.random.default_rng(1).random(30) * 1e3).tolist()
    through = SlidingMean(5)
    expected = [through.push(value) for value in values]
    before = SlidingMean(5)
    for value in values[:at]:
        before.push(value)
    after = SlidingMean.restore(5, before.values())
    assert after.mean == before.mean
    assert [after.push(value) for value in values[at:]] == expected[at:]


def test_of_more_values_than_the_window_the_newest_are_kept() -> None:
    assert list(SlidingMean.restore(2, [1.0, 2.0, 3.0]).values()) == [2.0, 3.0]


def test_no_value_has_no_mean() -> None:
    assert SlidingMean(3).mean is None
    assert SlidingMean(3).count == 0


def test_a_snapshot_does_not_change_with_the_window() -> None:
    mean = SlidingMean(2)
    mean.push(1.0)
    snapshot = mean.values()
    mean.push(0.0)
    assert list(snapshot) == [1.0]


def test_a_constant_stays_what_it_is() -> None:
    mean = SlidingMean(10)
    assert [mean.push(0.1) for _ in range(100)] == pytest.approx([0.1] * 100, rel=1e-15)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_no_number_is_refused_and_forgotten(value: float) -> None:
    mean = SlidingMean(3)
    mean.push(0.5)
    with pytest.raises(ValueError, match="finite"):
        mean.push(value)
    assert mean.mean == 0.5
    with pytest.raises(ValueError, match="finite"):
        SlidingMean.restore(3, [value])


@pytest.mark.parametrize("window", [0, -1, 2.0, True, "3", None])
def test_a_window_is_a_whole_number_from_one_up(window: object) -> None:
    with pytest.raises(ValueError, match=repr(window)):
        SlidingMean(window)  # type: ignore[arg-type]  # the point of the test
