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
    n_distorted, n_clean = int(distorted.sum()), int((~distorted).sum())
    if not n_distorted or not n_clean:
        return None
    ordered = np.sort(badness)
    below = np.searchsorted(ordered, badness, side="left")
    up_to = np.searchsorted(ordered, badness, side="right")
    mean_rank = (below + up_to + 1) / 2
    return float((mean_rank[distorted].sum() - n_distorted * (n_distorted + 1) / 2) / (n_distorted * n_clean))


def expected_calibration_error(quality: Floats, distorted: Flags) -> float:
    """Mean distance, over 15 bins of equal width, of mean quality from the share of clean frames.

    Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
    """
    bins = np.minimum((quality * _CALIBRATION_BINS).astype(np.int64), _CALIBRATION_BINS - 1)
    error = 0.0
    for index in np.unique(bins):
        members = bins == index
        error += members.mean() * abs(quality[members].mean() - (~distorted[members]).mean())
    return float(error)


def log_loss(probability_of_truth: Floats) -> float:
    """Mean negative logarithm of the probability that was given to the truth."""
    return float(-np.log(np.maximum(probability_of_truth, 1e-12)).mean())
