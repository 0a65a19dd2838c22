"""Evaluation by the ancestor's fixed protocol: half of the frames clean, each other distorted once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flir_iqa.kinds import ANCESTOR_KINDS, CLEAN_THRESHOLD, NONE
from training.datasets import FrameSet, to_colour
from training.distortions.ancestor import distort_as_ancestor
from training.distortions.base import Frame
from training.errors import DatasetError
from training.metrics import expected_calibration_error, harmonic_mean, log_loss, roc_auc, share

ScoreFrame = Callable[[Frame], dict[str, float]]
"""Gives the probability of each kind, `none` included, for one BGR frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What one data set says of a model; distorted is the positive class, quality 0.5 the threshold.

    Attributes:
        name: Name of the data set.
        n_scored: Frames scored, repeats included.
        accuracy: Share of the frames on the right side of the threshold.
        precision: Share of the frames called distorted that are; None where none was.
        recall: Share of the distorted frames that were found; None where there are none.
        f1: Harmonic mean of the two.
        auc: Area under the ROC curve.
        top1: Share of the frames whose most probable kind, `none` among them, is the true one.
        calibration_error: Expected calibration error of the quality, 15 bins.
        log_loss: Mean negative logarithm of the true kind's probability.
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


def evaluate(frames: FrameSet, score: ScoreFrame, *, seed: int = 0, repeats: int = 1) -> Evaluation:
    """Score a data set by the ancestor's protocol.

    Args:
        frames: Clean frames.
        score: The model.
        seed: Chooses which frames are distorted, and how; the same seed gives the same frames anywhere.
        repeats: Passes over the set, each drawn anew; small sets say more that way.

    Raises:
        DatasetError: `repeats` is below 1.
    """
    if repeats < 1:
        message = f"expected repeats of at least 1, got {repeats!r}"
        raise DatasetError(message)
    truths: list[str] = []
    answers: list[dict[str, float]] = []
    for pass_number in range(repeats):
        kinds = assign_kinds(len(frames.frames), np.random.default_rng([seed, pass_number]))
        for index, (frame, kind) in enumerate(zip(frames.frames, kinds, strict=True)):
            rng = np.random.default_rng([seed, pass_number, index])
            shown = to_colour(frame)
            answers.append(score(shown if kind == NONE else distort_as_ancestor(shown, kind, rng)))
        truths.extend(kinds)
    return _summarise(frames.name, truths, answers)


def assign_kinds(n_frames: int, rng: np.random.Generator) -> list[str]:
    """Choose half of the frames (or one more) to stay clean, and share the kinds out evenly over the rest."""
    n_distorted = n_frames // 2
    dealt = [
        str(kind) for _ in range(-(-n_distorted // len(ANCESTOR_KINDS))) for kind in rng.permutation(ANCESTOR_KINDS)
    ]
    kinds = dealt[:n_distorted] + [NONE] * (n_frames - n_distorted)
    return [kinds[index] for index in rng.permutation(n_frames)]


def _summarise(name: str, truths: list[str], answers: list[dict[str, float]]) -> Evaluation:
    quality: npt.NDArray[np.float64] = np.array([answer[NONE] for answer in answers])
    distorted = np.array([truth != NONE for truth in truths])
    called = quality < CLEAN_THRESHOLD
    precision, recall = share(distorted[called]), share(called[distorted])
    of_truth = np.array([answer.get(truth, 0.0) for truth, answer in zip(truths, answers, strict=True)])
    named = [max(answer, key=answer.__getitem__) for answer in answers]
    return Evaluation(
        name=name,
        n_scored=len(truths),
        accuracy=float((called == distorted).mean()),
        precision=precision,
        recall=recall,
        f1=harmonic_mean(precision, recall),
        auc=roc_auc(1 - quality, distorted),
        top1=float(np.mean([kind == truth for kind, truth in zip(named, truths, strict=True)])),
        calibration_error=expected_calibration_error(quality, distorted),
        log_loss=log_loss(of_truth),
    )
