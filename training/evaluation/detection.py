"""Figures of clean against distorted, as the ancestor published them, of any judgements."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.datasets import FrameSet
from training.errors import DatasetError
from training.evaluation.ancestor import TRUE_NOISE, ancestor_trials
from training.evaluation.judgement import Judgement, ScoreFrame
from training.evaluation.trial import judge
from training.metrics import expected_calibration_error, harmonic_mean, log_loss, roc_auc, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What one data set says of a model; distorted is the positive class, quality 0.5 the threshold.

    Attributes:
        name: Name of the data set.
        n_scored: Frames scored, repeats included.
        accuracy: Share of the frames on the right side of the threshold.
        precision: Share of the frames called distorted that are; None where none was.
        recall: Share of the distorted frames that were found; None where there are none.
        f1: Harmonic mean of the two.
        auc: Area under the ROC curve.
        top1: Share of the frames whose named kind, `none` among them, is the true one.
        calibration_error: Expected calibration error of the quality, 15 bins.
        log_loss: Mean negative logarithm of the true kind's probability.
        false_alarms: Share of the clean frames that were called distorted; None where there are none.
        true_noise_recall: Share of the frames with noise of sigma 25 that does not wrap around that were found.
        n_true_noise: Frames with such noise; they count in no other figure.
    """

    name: str
    n_scored: int
    accuracy: float
    precision: float | None
    recall: float | None
    f1: float | None
    auc: float | None
    top1: float
    calibration_error: float
    log_loss: float
    false_alarms: float | None
    true_noise_recall: float | None
    n_true_noise: int


def evaluate(frames: FrameSet, score: ScoreFrame, *, seed: int = 0, repeats: int = 1) -> Detection:
    """Score a data set by the ancestor's protocol.

    Args:
        frames: Clean frames.
        score: The model.
        seed: Chooses which frames are distorted, and how.
        repeats: Passes over the set, each drawn anew.

    Raises:
        DatasetError: `repeats` is below 1.
    """
    return summarise_detection(list(judge(ancestor_trials(frames, seed, repeats=repeats), score)))


def summarise_detection(judgements: Sequence[Judgement]) -> Detection:
    """Give the figures of one data set.

    Raises:
        DatasetError: There are no judgements.
    """
    noisy = [each.called_distorted for each in judgements if each.protocol == TRUE_NOISE]
    counted = [each for each in judgements if each.protocol != TRUE_NOISE]
    if not counted:
        message = "expected at least one judged frame, got none"
        raise DatasetError(message)
    quality = np.array([each.assessment.quality for each in counted], np.float64)
    distorted = np.array([each.distorted for each in counted], np.bool_)
    called = np.array([each.called_distorted for each in counted], np.bool_)
    precision, recall = share(distorted[called]), share(called[distorted])
    return Detection(
        name=counted[0].camera,
        n_scored=len(counted),
        accuracy=float((called == distorted).mean()),
        precision=precision,
        recall=recall,
        f1=harmonic_mean(precision, recall),
        auc=roc_auc(1 - quality, distorted),
        top1=float(np.mean([each.named_right for each in counted])),
        calibration_error=expected_calibration_error(quality, distorted),
        log_loss=log_loss(np.array([each.probability_of_truth for each in counted])),
        false_alarms=share(called[~distorted]),
        true_noise_recall=share(np.array(noisy, np.bool_)),
        n_true_noise=len(noisy),
    )
