"""Figures of clean against distorted in which the clean frames weigh as much as all distorted ones together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from training.evaluation.bootstrap import Interval, Statistic, draw_weights, interval_of
from training.evaluation.judgement import Judgement
from training.metrics import Flags, Floats, weighted_auc, weighted_calibration_error

N_RESAMPLES: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancedFigures:
    """What judgements say when clean and distorted frames weigh one half each; every kind weighs alike in its half.

    Attributes:
        n_clean: Clean frames scored.
        n_distorted: Distorted frames scored.
        accuracy: Share on the right side of quality 0.5.
        f1: Harmonic mean of precision and recall.
        auc: Area under the ROC curve.
        top1: Share of the frames whose named kind, `none` among them, is the true one.
        kind_top1: The same among the distorted frames alone.
        calibration_error: Expected calibration error of the quality, 15 bins.
        false_alarms: Share of the clean frames that are called distorted.
    """

    n_clean: int
    n_distorted: int
    accuracy: Interval | None
    f1: Interval | None
    auc: Interval | None
    top1: Interval | None
    kind_top1: Interval | None
    calibration_error: Interval | None
    false_alarms: Interval | None


def balance(judgements: Sequence[Judgement], *, n_resamples: int = N_RESAMPLES, seed: int = 0) -> BalancedFigures:
    """Give the figures of judgements in which each frame stands clean and with every kind."""
    answers = _Answers(judgements)
    weights = draw_weights([each.frame for each in judgements], n_resamples, seed)

    def interval(statistic: Statistic) -> Interval | None:
        return interval_of(statistic, weights)

    return BalancedFigures(
        n_clean=int((~answers.distorted).sum()),
        n_distorted=int(answers.distorted.sum()),
        accuracy=interval(answers.accuracy),
        f1=interval(answers.f1),
        auc=interval(answers.auc),
        top1=interval(answers.top1),
        kind_top1=interval(lambda w: mean_over(w, answers.named_right, answers.distorted)),
        calibration_error=interval(answers.calibration_error),
        false_alarms=interval(lambda w: mean_over(w, answers.called, ~answers.distorted)),
    )


def mean_over(weights: Floats, flags: Flags, members: Flags) -> Floats:
    """Weighted share of true flags among the members, once a row; NaN where they have no weight."""
    total = weights[:, members].sum(axis=1)
    hits = weights[:, members & flags].sum(axis=1)
    return np.asarray(np.divide(hits, total, out=np.full(len(weights), np.nan), where=total > 0), np.float64)


class _Answers:
    """Judgements as arrays of N, with the figures as functions of weights, R x N."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        self.quality = np.array([each.assessment.quality for each in judgements], np.float64)
        self.distorted = np.array([each.distorted for each in judgements], np.bool_)
        self.called = np.array([each.called_distorted for each in judgements], np.bool_)
        self.named_right = np.array([each.named_right for each in judgements], np.bool_)

    def accuracy(self, weights: Floats) -> Floats:
        return mean_over(self._halved(weights), self.called == self.distorted, np.ones_like(self.called))

    def top1(self, weights: Floats) -> Floats:
        return mean_over(self._halved(weights), self.named_right, np.ones_like(self.called))

    def f1(self, weights: Floats) -> Floats:
        halved = self._halved(weights)
        found = halved[:, self.called & self.distorted].sum(axis=1)
        missed = halved[:, ~self.called & self.distorted].sum(axis=1)
        alarms = halved[:, self.called & ~self.distorted].sum(axis=1)
        return np.asarray(2 * found / (2 * found + missed + alarms), np.float64)

    def auc(self, weights: Floats) -> Floats:
        return weighted_auc(1 - self.quality, self.distorted, weights)

    def calibration_error(self, weights: Floats) -> Floats:
        return weighted_calibration_error(self.quality, self.distorted, self._halved(weights))

    def _halved(self, weights: Floats) -> Floats:
        """Scale so that clean and distorted weigh one half each."""
        clean, distorted = weights[:, ~self.distorted].sum(axis=1), weights[:, self.distorted].sum(axis=1)
        half = np.where(self.distorted, distorted[:, np.newaxis], clean[:, np.newaxis])
        return np.asarray(weights / (2 * half), np.float64)
