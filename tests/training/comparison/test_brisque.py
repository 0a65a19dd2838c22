"""BRISQUE with a machine of our own."""

import cv2
import numpy as np

from training.comparison.brisque import describe_spatially, fit_machine
from training.comparison.measure import TrainingFrames
from training.distortions.base import Frame


def test_a_machine_fitted_on_blur_knows_blur_of_other_frames(scenes: list[Frame]) -> None:
    clean = [describe_spatially(frame) for frame in scenes]
    blurred = [describe_spatially(np.asarray(cv2.GaussianBlur(frame, (11, 11), 0), np.uint8)) for frame in scenes]
    numbers = np.array([*clean[:12], *blurred[:12]])
    assert numbers.shape == (24, 36)
    frames = TrainingFrames(numbers=numbers, distorted=np.arange(24) >= 12, groups=np.tile(np.arange(12), 2))
    score = fit_machine(frames)
    assert score(np.array(blurred[12:])).min() > score(np.array(clean[12:])).max()
