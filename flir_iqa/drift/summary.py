"""What many scored pairs say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from flir_iqa.drift.rank_correlation import rank_correlation
from flir_iqa.drift.scored_pair import ScoredPair
from flir_iqa.kinds import DISTORTED, NONE

HISTOGRAM_EDGES: Final = (-1.0, -0.5, -0.2, -0.1, -0.05, -0.02, -0.005, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Edges of the bins of the differences: fine around 0, where two good models lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSummary:
    """How far two models are apart on some frames; a difference is the second's quality less the first's.

    Attributes:
        n_frames: Frames that both models scored.
        mean_difference: Mean of the differences, -1..1: whether the second is stricter (below 0) or milder.
        mean_absolute_difference: Mean of their sizes, 0..1.
        median_absolute_difference: Their median.
        p95_absolute_difference: Their 95th percentile.
        max_absolute_difference: The largest.
        n_flips: Frames that one model calls clean and the other does not.
        kind_agreement: Of the frames that both call distorted, the share to which they give the same kind; None
            where there is no such frame or a model knows no kinds.
        rank_correlation: Spearman's, of the qualities, -1..1; None where a model gives all frames the same quality.
        histogram: Frames in each bin of `HISTOGRAM_EDGES`; a bin holds its lower edge, the last both.
    """

    n_frames: int
    mean_difference: float
    mean_absolute_difference: float
    median_absolute_difference: float
    p95_absolute_difference: float
    max_absolute_difference: float
    n_flips: int
    kind_agreement: float | None
    rank_correlation: float | None
    histogram: tuple[int, ...]


def summarise(pairs: Sequence[ScoredPair]) -> DriftSummary:
    """Sum pairs up.

    Args:
        pairs: At least one.
    """
    differences = np.array([pair.difference for pair in pairs])
    sizes = np.abs(differences)
    first, second = zip(*(pair.qualities for pair in pairs), strict=True)
    return DriftSummary(
        n_frames=len(pairs),
        mean_difference=float(differences.mean()),
        mean_absolute_difference=float(sizes.mean()),
        median_absolute_difference=float(np.median(sizes)),
        p95_absolute_difference=float(np.percentile(sizes, 95)),
        max_absolute_difference=float(sizes.max()),
        n_flips=sum(pair.flips for pair in pairs),
        kind_agreement=_kind_agreement(pairs),
        rank_correlation=rank_correlation(first, second),
        histogram=tuple(np.histogram(differences, HISTOGRAM_EDGES)[0].tolist()),
    )


def by_camera(pairs: Sequence[ScoredPair]) -> dict[str, list[ScoredPair]]:
    """Sort pairs by camera, cameras in the order in which they first come."""
    cameras: dict[str, list[ScoredPair]] = {}
    for pair in pairs:
        cameras.setdefault(pair.camera, []).append(pair)
    return cameras


def _kind_agreement(pairs: Sequence[ScoredPair]) -> float | None:
    named = [pair.distortions for pair in pairs if not {NONE, DISTORTED} & set(pair.distortions)]
    return sum(first == second for first, second in named) / len(named) if named else None
