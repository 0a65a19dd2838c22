"""The ancestor's protocol, with models whose figures are known."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS, NONE
from tests.training.evaluation.answers import answer
from training.datasets import FrameSet
from training.distortions import Frame
from training.errors import DatasetError
from training.evaluation.ancestor import TRUE_NOISE, ancestor_trials, assign_kinds
from training.evaluation.detection import evaluate


@pytest.fixture
def frames(scene: Frame) -> FrameSet:
    """Sixteen clean frames."""
    return FrameSet("scene", (Path("x"),) * 16, (scene,) * 16)


def test_half_of_the_frames_stay_clean_and_kinds_are_even() -> None:
    counts = Counter(assign_kinds(32, np.random.default_rng(0)))
    assert counts == {NONE: 16, **dict.fromkeys(ANCESTOR_KINDS, 2)}
    assert Counter(assign_kinds(5, np.random.default_rng(0)))[NONE] == 3


def test_a_model_that_knows_the_clean_frame_is_perfect_at_finding(frames: FrameSet, colour_scene: Frame) -> None:
    result = evaluate(frames, lambda frame: answer(1.0 if np.array_equal(frame, colour_scene) else 0.0))
    assert (result.accuracy, result.precision, result.recall, result.f1, result.auc) == (1, 1, 1, 1, 1)
    assert result.calibration_error == 0
    assert result.false_alarms == 0
    assert result.top1 == 9 / 16  # of the eight kinds it names one


def test_a_model_that_calls_everything_clean_finds_nothing(frames: FrameSet) -> None:
    result = evaluate(frames, lambda _frame: answer(0.9))
    assert (result.accuracy, result.recall, result.auc) == (0.5, 0, 0.5)
    assert result.precision is None
    assert result.f1 is None


def test_frames_come_as_colour_and_are_the_same_for_the_same_seed(frames: FrameSet) -> None:
    seen: list[list[bytes]] = []
    for seed in (0, 0, 1):
        pictures = [trial.picture for trial in ancestor_trials(frames, seed)]
        assert all(picture.shape == (120, 160, 3) for picture in pictures)
        seen.append([picture.tobytes() for picture in pictures])
    assert seen[0] == seen[1] != seen[2]


def test_noise_that_does_not_wrap_stands_beside_and_counts_in_no_other_figure(frames: FrameSet) -> None:
    protocols = Counter(trial.protocol for trial in ancestor_trials(frames, 0))
    assert protocols == {"ancestor": 16, TRUE_NOISE: 1}
    result = evaluate(frames, lambda _frame: answer(0.1))
    assert (result.n_scored, result.n_true_noise, result.true_noise_recall) == (16, 1, 1)


def test_wrapped_noise_brightens_and_true_noise_does_not(frames: FrameSet, colour_scene: Frame) -> None:
    noisy = {
        trial.protocol: trial.picture.mean() - colour_scene.mean()
        for trial in ancestor_trials(frames, 0)
        if trial.kind == "gaussian_noise"
    }
    assert noisy["ancestor"] > 40
    assert abs(noisy[TRUE_NOISE]) < 5


def test_repeats_score_the_set_again_and_draw_anew(frames: FrameSet) -> None:
    assert evaluate(frames, lambda _frame: answer(0.5), repeats=3).n_scored == 48


def test_no_repeat_at_all_is_refused(frames: FrameSet) -> None:
    with pytest.raises(DatasetError, match="repeats of at least 1, got 0"):
        evaluate(frames, lambda _frame: answer(0.5), repeats=0)
