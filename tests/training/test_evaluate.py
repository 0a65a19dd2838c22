"""The ancestor's protocol, with models whose figures are known."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS, NONE
from training.datasets import FrameSet
from training.distortions import Frame
from training.errors import DatasetError
from training.evaluate import assign_kinds, evaluate


@pytest.fixture
def frames(scene: Frame) -> FrameSet:
    """Sixteen clean frames."""
    return FrameSet("scene", (Path("x"),) * 16, (scene,) * 16)


def answer(quality: float) -> dict[str, float]:
    """What a model says that suspects blur."""
    return {NONE: quality, "lens_blur": 1 - quality}


def test_half_of_the_frames_stay_clean_and_kinds_are_even() -> None:
    counts = Counter(assign_kinds(32, np.random.default_rng(0)))
    assert counts == {NONE: 16, **dict.fromkeys(ANCESTOR_KINDS, 2)}
    assert Counter(assign_kinds(5, np.random.default_rng(0)))[NONE] == 3


def test_a_model_that_knows_the_clean_frame_is_perfect_at_finding(frames: FrameSet, colour_scene: Frame) -> None:
    result = evaluate(frames, lambda frame: answer(1.0 if np.array_equal(frame, colour_scene) else 0.0))
    assert (result.accuracy, result.precision, result.recall, result.f1, result.auc) == (1, 1, 1, 1, 1)
    assert result.calibration_error == 0
    assert result.top1 == 9 / 16  # of the eight kinds it names one


def test_a_model_that_calls_everything_clean_finds_nothing(frames: FrameSet) -> None:
    result = evaluate(frames, lambda _frame: answer(0.9))
    assert (result.accuracy, result.recall, result.auc) == (0.5, 0, 0.5)
    assert result.precision is None
    assert result.f1 is None


def test_frames_come_as_colour_and_are_the_same_for_the_same_seed(frames: FrameSet) -> None:
    seen: list[list[bytes]] = []
    for seed in (0, 0, 1):
        shown: list[Frame] = []
        evaluate(frames, lambda frame, shown=shown: (shown.append(frame), answer(0.5))[1], seed=seed)  # type: ignore[misc]
        assert all(frame.shape == (120, 160, 3) for frame in shown)
        seen.append([frame.tobytes() for frame in shown])
    assert seen[0] == seen[1] != seen[2]


def test_repeats_score_the_set_again_and_draw_anew(frames: FrameSet) -> None:
    assert evaluate(frames, lambda _frame: answer(0.5), repeats=3).n_scored == 48


def test_no_repeat_at_all_is_refused(frames: FrameSet) -> None:
    with pytest.raises(DatasetError, match="repeats of at least 1, got 0"):
        evaluate(frames, lambda _frame: answer(0.5), repeats=0)
