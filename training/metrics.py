"""Statistics of quality scores against the truth; the positive class is `distorted`, as in the ancestor."""

from typing import Final

import numpy as np
import numpy.typing as npt

_CALIBRATION_BINS: Final = 15

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def share(flags: Flags) -> float | None:
    """Share of true flags; None where there are none at all."""
    return float(flags.mean()) if flags.size else None


def harmonic_mean(precision: float | None, recall: float | None) -> float | None:
    """F1 of a precision and a recall; None where either is undefined."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def roc_auc(badness: Floats, distorted: Flags) -> float | None:
    """Area under the ROC curve: how often a distorted frame is worse than a clean one; ties count half.

    Args:
        badness: Higher is worse, N.
        distorted: The truth, N.

    Returns:
        0..1; None unless both classes are there.
    """
    if distorted.all() or not distorted.any():
        return None
    return float(weighted_auc(badness, distorted, np.ones((1, badness.size)))[0])


def weighted_auc(badness: Floats, distorted: Flags, weights: Floats) -> Floats:
    """Give the area under the ROC curve once for each row of weights.

    Args:
        badness: Higher is worse, N.
        distorted: The truth, N.
        weights: How much each frame counts, R x N, 0 or more.

    Returns:
        R values, 0..1; NaN where one of the classes has no weight.
    """
    order = np.argsort(badness, kind="stable")
    starts = np.flatnonzero(np.diff(badness[order], prepend=-np.inf))  # of each run of equal values
    ordered, positive = weights[:, order], distorted[order]
    clean = np.add.reduceat(np.where(positive, 0, ordered), starts, axis=1)
    bad = np.add.reduceat(np.where(positive, ordered, 0), starts, axis=1)
    below = np.cumsum(clean, axis=1) - clean
    pairs = clean.sum(axis=1) * bad.sum(axis=1)
    in_order = (bad * (below + clean / 2)).sum(axis=1)
    return np.asarray(np.divide(in_order, pairs, out=np.full(len(weights), np.nan), where=pairs > 0), np.float64)


def expected_calibration_error(quality: Floats, distorted: Flags) -> float:
    """Mean distance, over 15 bins of equal width, of mean quality from the share of clean frames.

    Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
    """
    return float(weighted_calibration_error(quality, distorted, np.ones((1, quality.size)))[0])


def weighted_calibration_error(quality: Floats, distorted: Flags, weights: Floats) -> Floats:
    """Give the expected calibration error once for each row of weights.

    Args:
        quality: Probability of being clean, N, 0..1.
        distorted: The truth, N.
        weights: How much each frame counts, R x N, 0 or more, not all 0 in a row.

    Returns:
        R values, 0..1.
    """
    bins = np.minimum((quality * _CALIBRATION_BINS).astype(np.int64), _CALIBRATION_BINS - 1)
    members = np.eye(_CALIBRATION_BINS)[bins]
    too_sure = weights @ (members * (quality - ~distorted)[:, np.newaxis])
    return np.asarray(np.abs(too_sure).sum(axis=1) / weights.sum(axis=1), np.float64)


def log_loss(probability_of_truth: Floats) -> float:
    """Mean negative logarithm of the probability that was given to the truth."""
    return float(-np.log(np.maximum(probability_of_truth, 1e-12)).mean())
