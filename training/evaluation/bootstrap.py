"""95 % confidence intervals of a figure, by drawing the frames anew.

All judgements of one frame are drawn together, for they share what the frame shows. Frames of one flight look alike,
and the intervals do not know it: over few scenes they are narrower than they should be. A share of exactly 0 or 1 gets
no width at all: read it with the number of frames beside.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from training.metrics import Floats

Statistic = Callable[[Floats], Floats]
"""Gives a figure once for each row of weights, R x N to R; NaN where it is undefined."""

_PERCENTILES: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % confidence interval.

    Attributes:
        value: The figure over all frames.
        low: Lower end.
        high: Upper end.
    """

    value: float
    low: float
    high: float


def draw_weights(groups: Sequence[str], n_resamples: int, seed: int) -> Floats:
    """Draw as many groups as there are, with replacement, over and over.

    Args:
        groups: Name of the group (frame) of each judgement, N.
        n_resamples: How often, R.
        seed: Of the draw.

    Returns:
        How often each judgement was drawn, R x N.
    """
    names, of_group = np.unique(np.asarray(groups), return_inverse=True)
    even = np.full(len(names), 1 / len(names))
    counts = np.random.default_rng(seed).multinomial(len(names), even, size=n_resamples)
    return np.asarray(counts[:, of_group], np.float64)


def interval_of(statistic: Statistic, weights: Floats) -> Interval | None:
    """Give a figure with its interval; None where it is undefined over all judgements.

    Args:
        statistic: The figure.
        weights: As `draw_weights` gives them, R x N; resamples without the figure are left out.
    """
    value = float(statistic(np.ones((1, weights.shape[1])))[0])
    if np.isnan(value):
        return None
    drawn = statistic(weights)
    low, high = np.percentile(drawn[~np.isnan(drawn)], _PERCENTILES) if (~np.isnan(drawn)).any() else (value, value)
    return Interval(value, float(low), float(high))
