"""The comparison itself, on frames and measures whose figures are known."""

import numpy as np
import pytest

from flir_iqa.assessment import Assessment
from training.comparison.measure import SCALING_ALONE, Measure, take_first_number
from training.comparison.run import NamedModel, compare, fit_measures
from training.comparison.sharpness import LAPLACIAN, TENENGRAD
from training.datasets import FrameSet
from training.distortions.base import Frame
from training.errors import DatasetError


def says_clean(_frame: Frame) -> Assessment:
    return Assessment(
        quality=0.9,
        probabilities={"none": 0.9, "lens_blur": 0.1},
        severity=None,
        embedding=np.zeros(128, np.float32),
    )


def test_the_model_and_each_measure_have_a_row_for_each_set_on_the_same_frames(frame_set: FrameSet) -> None:
    looks: list[Frame] = []
    fitted = fit_measures((LAPLACIAN, TENENGRAD), [frame_set], 1, lambda: None)
    model = NamedModel("optimist 1", says_clean)
    rows = compare(model, fitted, [frame_set, frame_set], 0, lambda: looks.append(frame_set.frames[0]))
    assert [row.measure for row in rows] == ["optimist 1", "Laplacian variance", "Tenengrad"] * 2
    assert rows[0].figures.accuracy == 0.5
    assert rows[0].figures.n_scored == rows[1].figures.n_scored == len(frame_set.frames)
    assert rows[0] == rows[3]
    assert len(looks) == 2 * len(frame_set.frames)


def test_measures_that_share_numbers_share_the_work(frame_set: FrameSet) -> None:
    n_calls = 0

    def describe(frame: Frame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        nonlocal n_calls
        n_calls += 1
        return np.array([float(frame.std())])

    both = [Measure(name=name, fitted=SCALING_ALONE, describe=describe, fit=take_first_number) for name in "ab"]
    fitted = fit_measures(both, [frame_set], 0, lambda: None)
    assert n_calls == len(frame_set.frames)
    assert fitted[0].assess(np.array([3.0])).quality == fitted[1].assess(np.array([3.0])).quality


def test_too_few_training_frames_are_refused(frame_set: FrameSet) -> None:
    few = FrameSet("few", frame_set.paths[:4], frame_set.frames[:4])
    with pytest.raises(DatasetError, match="at least 10 training frames to fit the measures on, got 4"):
        fit_measures((LAPLACIAN,), [few], 0, lambda: None)
