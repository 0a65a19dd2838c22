"""NIQE, the distance of a frame's statistics from those of natural scenes, by scikit-video.

Source: Mittal et al., "Making a completely blind image quality analyzer", IEEE Signal Processing Letters 2013.
"""

import math
from importlib.resources import files
from typing import Final, NamedTuple

import cv2
import numpy as np
import scipy.io
from skvideo.measure.niqe import get_patches_test_features

from training.comparison.measure import SCALING_ALONE, Measure, Score, TrainingFrames
from training.distortions.base import Frame
from training.metrics import Floats

_PATCH_PX: Final = 96
_SHORTEST_PX: Final = 2 * _PATCH_PX
_N_FEATURES: Final = 36
_SHIPPED: Final = ("skvideo.measure", "data/niqe_image_params.mat")
"""Package and file of the original's natural scenes."""


class _Statistics(NamedTuple):
    """Mean, 36, and covariance, 36 x 36, of the features of patches."""

    mean: Floats
    covariance: Floats


def describe_patches(frame: Frame) -> Floats:
    """Give mean and covariance of the features of a frame's patches, and how many there are: 36 + 1296 + 1 numbers.

    A frame with a side below 192 px is continued by its mirror image. Patches without any contrast have no features,
    as in the original; a frame with fewer than two others gives NaN.
    """
    height, width = frame.shape
    below, right = max(0, _SHORTEST_PX - height), max(0, _SHORTEST_PX - width)
    large = cv2.copyMakeBorder(frame, 0, below, 0, right, cv2.BORDER_REFLECT)
    with np.errstate(all="ignore"):
        features = np.asarray(get_patches_test_features(large, _PATCH_PX), np.float64)
    features = features[np.isfinite(features).all(axis=1)]
    if len(features) < 2:
        return np.full(_N_FEATURES * (_N_FEATURES + 1) + 1, np.nan)
    return np.concatenate([features.mean(axis=0), np.cov(features.T).ravel(), [len(features)]])


def fit_shipped(_frames: TrainingFrames) -> Score:
    """Measure the distance from the natural scenes of the original, which scikit-video ships."""
    package, name = _SHIPPED
    with (files(package) / name).open("rb") as file:
        shipped = scipy.io.loadmat(file)
    return _distance_from(_Statistics(np.ravel(shipped["pop_mu"]), np.asarray(shipped["pop_cov"], np.float64)))


def fit_refitted(frames: TrainingFrames) -> Score:
    """Measure the distance from the patches of the clean training frames instead."""
    clean = [_statistics(numbers) for numbers in frames.numbers[~frames.distorted]]
    n_patches = frames.numbers[~frames.distorted, -1]
    means = np.array([each.mean for each in clean])
    within = np.average([each.covariance for each in clean], axis=0, weights=n_patches)
    between = np.cov(means.T, aweights=n_patches)
    return _distance_from(_Statistics(np.average(means, axis=0, weights=n_patches), within + between))


def _distance_from(scenes: _Statistics) -> Score:
    def distances(numbers: Floats) -> Floats:
        return np.array([_distance(_statistics(each), scenes) for each in numbers])

    return distances


def _statistics(numbers: Floats) -> _Statistics:
    covariance = numbers[_N_FEATURES:-1].reshape(_N_FEATURES, _N_FEATURES)
    return _Statistics(numbers[:_N_FEATURES], covariance)


def _distance(frame: _Statistics, scenes: _Statistics) -> float:
    apart = frame.mean - scenes.mean
    inverse = np.linalg.pinv((frame.covariance + scenes.covariance) / 2)
    return math.sqrt(max(0.0, float(apart @ inverse @ apart)))


NIQE: Final = Measure(
    name="NIQE",
    fitted=SCALING_ALONE,
    describe=describe_patches,
    fit=fit_shipped,
)

NIQE_REFITTED: Final = Measure(
    name="NIQE, refitted",
    fitted="scaling, scenes",
    describe=describe_patches,
    fit=fit_refitted,
)
