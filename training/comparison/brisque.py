"""BRISQUE, a support vector machine on the statistics of normalised brightness; the features are scikit-video's.

No package that can be installed here ships the machine of the original, which was fitted to people's opinions of
photographs. This one is fitted to clean and distorted training frames: of the same kind as those it is judged on.

Source: Mittal et al., "No-reference image quality assessment in the spatial domain", IEEE TIP 2012.
"""

from typing import Final

import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVR
from skvideo.measure.brisque import brisque_features

from training.comparison.measure import Measure, Score, TrainingFrames
from training.distortions.base import Frame
from training.metrics import Floats

_COST: Final = 16.0


def describe_spatially(frame: Frame) -> Floats:
    """Give the 36 features of a grey frame; NaN on one without contrast."""
    with np.errstate(all="ignore"):
        return np.asarray(brisque_features(frame)[0], np.float64)


def fit_machine(frames: TrainingFrames) -> Score:
    """Fit the regression, with features scaled to -1..1 and a Gaussian kernel as in the original."""
    machine = make_pipeline(MinMaxScaler((-1, 1), clip=True), SVR(C=_COST))
    machine.fit(frames.numbers, frames.distorted.astype(np.float64))
    return lambda numbers: np.asarray(machine.predict(numbers), np.float64)


BRISQUE: Final = Measure(
    name="BRISQUE, refitted",
    fitted="scaling, SVM",
    describe=describe_spatially,
    fit=fit_machine,
)
