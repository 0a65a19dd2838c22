"""Statistics of order: does one figure fall as another rises."""

import numpy as np

from training.metrics import Floats


def ranks(values: Floats) -> Floats:
    """Rank each value, from 0.5 up; equal values share the mean of their ranks."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    return np.asarray((below + np.searchsorted(ordered, values, side="right")) / 2, np.float64)


def spearman(first: Floats, second: Floats) -> float:
    """Rank correlation of N pairs, -1 to 1; 0 where one of the two is constant, for it then says nothing."""
    a, b = ranks(first), ranks(second)
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum() / spread) if spread else 0.0


def falling_share(values: Floats) -> float:
    """Share of the steps from one value to the next that go down, along the last axis; a tie counts half.

    Raises:
        ValueError: There are fewer than two values along the last axis.
    """
    if values.shape[-1] < 2:
        message = f"expected at least two values in a row, got the shape {values.shape}"
        raise ValueError(message)
    steps = np.diff(values, axis=-1)
    return float(((steps < 0) + (steps == 0) / 2).mean())


def first_crossing(positions: Floats, values: Floats, level: float) -> float | None:
    """Where a broken line through (position, value) first rises to `level`, interpolated.

    Args:
        positions: Rising, N.
        values: N.
        level: What to reach.

    Returns:
        A position; None where no value reaches the level.
    """
    reached = np.flatnonzero(values >= level)
    if not reached.size:
        return None
    index = int(reached[0])
    if index == 0:
        return float(positions[0])
    low, high = values[index - 1], values[index]
    return float(positions[index - 1] + (level - low) / (high - low) * (positions[index] - positions[index - 1]))
