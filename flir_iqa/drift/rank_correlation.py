"""Spearman's rank correlation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Correlate the ranks of two series (Spearman 1904); values that are equal share the mean of their ranks.

    Args:
        first: Numbers.
        second: As many numbers.

    Returns:
        -1..1, or None where a series is constant or empty: it then has no order.
    """
    ranks = [_ranks(np.asarray(series, np.float64)) for series in (first, second)]
    centred = [each - each.mean() for each in ranks] if len(first) else ranks
    lengths = [float(np.linalg.norm(each)) for each in centred]
    if not all(lengths):
        return None
    return float(np.clip(centred[0] @ centred[1] / (lengths[0] * lengths[1]), -1, 1))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, position, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[position], np.float64)
