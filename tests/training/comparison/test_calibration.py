"""Platt scaling of a measure's score."""

import numpy as np
import pytest

from training.comparison.calibration import calibrate
from training.comparison.measure import SCALING_ALONE, Measure, Score, TrainingFrames, take_first_number
from training.metrics import Floats

SHARPNESS = Measure(
    name="sharpness",
    fitted=SCALING_ALONE,
    describe=lambda frame: np.array([float(frame.mean())]),
    fit=take_first_number,
)


def learnt(n_frames: int) -> tuple[Floats, TrainingFrames]:
    """Half of the frames are distorted and score around 1, the others around 5."""
    rng = np.random.default_rng(0)
    distorted = np.arange(n_frames) % 2 == 0
    numbers = np.where(distorted, 1.0, 5.0)[:, np.newaxis] + rng.normal(0, 1, (n_frames, 1))
    frames = TrainingFrames(numbers=np.empty((n_frames, 0)), distorted=distorted, groups=np.arange(n_frames) // 2)
    return numbers, frames


def test_it_finds_out_which_way_is_better_and_how_sure_one_can_be() -> None:
    fitted = calibrate(SHARPNESS, *learnt(400))
    assert fitted.assess(np.array([5.0])).quality > 0.95
    assert fitted.assess(np.array([1.0])).quality < 0.05
    assert fitted.assess(np.array([3.0])).quality == pytest.approx(0.5, abs=0.1)
    assert fitted.assess(np.array([1.0])).distortion == "distorted"


def test_where_a_measure_gives_no_number_it_says_what_it_says_of_a_typical_frame() -> None:
    numbers, frames = learnt(40)
    numbers[3] = np.nan
    fitted = calibrate(SHARPNESS, numbers, frames)
    assert fitted.assess(np.array([np.nan])).quality == fitted.assess(fitted.typical).quality


def test_the_scaling_sees_scores_of_frames_that_the_measure_was_not_fitted_on() -> None:
    seen: list[set[int]] = []

    def fit(frames: TrainingFrames) -> Score:
        seen.append(set(frames.groups.tolist()))
        return take_first_number(frames)

    measure = Measure(name="watching", fitted="all", describe=SHARPNESS.describe, fit=fit)
    calibrate(measure, *learnt(20))
    assert len(seen) == 6
    assert all(len(groups) == 8 for groups in seen[:5])
    assert seen[5] == set(range(10))
