"""What the thorough protocol says of a camera, such as one that was left out of training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from flir_iqa.kinds import ANCESTOR_KINDS, NONE
from training.errors import DatasetError
from training.evaluation.balanced import N_RESAMPLES, BalancedFigures, balance, mean_over
from training.evaluation.bootstrap import Interval, draw_weights, interval_of
from training.evaluation.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Figures of one camera.

    Attributes:
        name: Name of the data set.
        ancestor: Over the clean frames and the ancestor's eight kinds.
        every: Over the clean frames and every kind.
        recall: Of each kind.
    """

    name: str
    ancestor: BalancedFigures
    every: BalancedFigures
    recall: Mapping[str, Interval]


def summarise_left_out(judgements: Sequence[Judgement], *, n_resamples: int = N_RESAMPLES, seed: int = 0) -> LeftOut:
    """Give the figures of one camera with 95 % confidence intervals over its frames.

    Raises:
        DatasetError: Clean frames or the ancestor's kinds are missing.
    """
    missing = {NONE, *ANCESTOR_KINDS} - {each.kind for each in judgements}
    if missing:
        message = f"expected clean frames and each of the ancestor's kinds, got no {', '.join(sorted(missing))}"
        raise DatasetError(message)
    of_ancestor = [each for each in judgements if each.kind in (NONE, *ANCESTOR_KINDS)]
    return LeftOut(
        name=judgements[0].camera,
        ancestor=balance(of_ancestor, n_resamples=n_resamples, seed=seed),
        every=balance(judgements, n_resamples=n_resamples, seed=seed),
        recall=_recall(judgements, n_resamples, seed),
    )


def _recall(judgements: Sequence[Judgement], n_resamples: int, seed: int) -> dict[str, Interval]:
    truths = np.array([each.kind for each in judgements])
    called = np.array([each.called_distorted for each in judgements], np.bool_)
    weights = draw_weights([each.frame for each in judgements], n_resamples, seed)
    found = {}
    for kind in dict.fromkeys(each.kind for each in judgements if each.distorted):
        members = truths == kind
        interval = interval_of(lambda w, members=members: mean_over(w, called, members), weights)  # type: ignore[misc]
        if interval is not None:
            found[kind] = interval
    return found


def mean_and_worst(figures: Sequence[Interval | None], *, high_is_good: bool = True) -> tuple[float, float] | None:
    """Give the mean over cameras, and the figure of the camera that does worst; None without any figure."""
    values = [each.value for each in figures if each is not None]
    if not values:
        return None
    return fmean(values), (min(values) if high_is_good else max(values))
