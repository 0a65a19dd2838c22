"""Platt scaling: makes a probability of a measure's score, fitted on the training frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import DISTORTED, NONE
from training.comparison.measure import Measure, Score, TrainingFrames
from training.metrics import Floats

_N_FOLDS: Final = 5
_WEAK: Final = 1e6
"""Inverse strength of the regularisation: none to speak of, as in Platt's method."""

_NO_EMBEDDING: Final = np.zeros(128, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CalibratedMeasure:
    """A measure that answers as a model does, with the probability that a frame is clean.

    Attributes:
        measure: Which one.
        typical: Median of each of its numbers over the training frames; stands in for what is undefined.
        score: Makes one score of the numbers.
        scaling: Makes the probability of the score.
    """

    measure: Measure
    typical: Floats
    score: Score
    scaling: Pipeline

    def assess(self, numbers: Floats) -> Assessment:
        """Assess the frame that has these numbers, D."""
        score = self.score(_completed(numbers[np.newaxis], self.typical))
        quality = float(self.scaling.predict_proba(score[:, np.newaxis])[0, 0])
        probabilities = {NONE: quality, DISTORTED: 1 - quality}
        return Assessment(quality=quality, probabilities=probabilities, severity=None, embedding=_NO_EMBEDDING)


def calibrate(measure: Measure, numbers: Floats, frames: TrainingFrames) -> CalibratedMeasure:
    """Fit a measure and its Platt scaling.

    The scaling is fitted on scores of frames that the measure was not fitted on (five folds, scenes kept together).
    Source: Platt, "Probabilistic outputs for support vector machines", 1999.

    Args:
        measure: What to fit.
        numbers: What it says of each training frame, N x D, with NaN.
        frames: Truth and scenes of the training frames.
    """
    typical = np.nan_to_num(np.nanmedian(numbers, axis=0))
    complete = TrainingFrames(numbers=_completed(numbers, typical), distorted=frames.distorted, groups=frames.groups)
    unseen = np.empty(len(numbers))
    for kept, held_out in _folds(complete):
        unseen[held_out] = measure.fit(complete.part(kept))(complete.numbers[held_out])
    scaling = make_pipeline(StandardScaler(), LogisticRegression(C=_WEAK))
    scaling.fit(unseen[:, np.newaxis], complete.distorted)
    return CalibratedMeasure(measure=measure, typical=typical, score=measure.fit(complete), scaling=scaling)


def _folds(frames: TrainingFrames) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    n_folds = min(_N_FOLDS, len(np.unique(frames.groups)))
    yield from GroupKFold(n_folds).split(frames.numbers, groups=frames.groups)


def _completed(numbers: Floats, typical: Floats) -> Floats:
    return np.where(np.isfinite(numbers), numbers, typical)
