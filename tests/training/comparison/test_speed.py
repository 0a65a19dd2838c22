"""The time of a frame."""

import numpy as np

from flir_iqa.assessment import Assessment
from training.comparison.run import NamedModel
from training.comparison.sharpness import LAPLACIAN
from training.comparison.speed import time_all
from training.datasets import FrameSet
from training.distortions.base import Frame


def test_all_ways_are_timed_on_frames_of_one_size_and_the_model_is_the_unit(frame_set: FrameSet) -> None:
    shapes = set()

    def model(frame: Frame) -> Assessment:
        shapes.add(frame.shape)
        np.sort(frame, axis=None)
        return Assessment(quality=1, probabilities={}, severity=None, embedding=np.zeros(128, np.float32))

    own, other = time_all(NamedModel("model", model), [LAPLACIAN], [frame_set])
    assert shapes == {(512, 640)}
    assert own.times_model == 1
    assert other.measure == "Laplacian variance"
    assert min(own.cpu_ms, other.cpu_ms) > 0
