"""The thorough protocol, its balance of clean and distorted, and its intervals."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS, NONE
from tests.training.evaluation.answers import judgement
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, Frame
from training.errors import DatasetError
from training.evaluation.balanced import balance
from training.evaluation.bootstrap import Interval, draw_weights, interval_of
from training.evaluation.every_kind import every_kind_trials
from training.evaluation.judgement import Judgement
from training.evaluation.left_out import mean_and_worst, summarise_left_out


def thorough(frame: str, clean: float, distorted: float) -> list[Judgement]:
    """One frame, clean and with the ancestor's kinds, all called lens blur."""
    return [judgement(NONE, clean, frame=frame), *(judgement(kind, distorted, frame=frame) for kind in ANCESTOR_KINDS)]


def test_each_frame_comes_clean_and_with_every_kind(scene: Frame) -> None:
    frames = FrameSet("gate", (Path("a.png"), Path("b.png")), (scene, scene))
    trials = list(every_kind_trials(frames, 0))
    assert Counter(trial.kind for trial in trials) == dict.fromkeys((NONE, *DISTORTIONS), 2)
    further = [trial for trial in trials if trial.kind not in (NONE, *ANCESTOR_KINDS)]
    assert all(trial.severity is not None and 0.5 <= trial.severity <= 1 for trial in further)


def test_another_list_of_kinds_leaves_the_others_as_they_are(scene: Frame) -> None:
    frames = FrameSet("gate", (Path("a.png"),), (scene,))
    alone = {"blackout": DISTORTIONS["blackout"]}
    pictures = [
        {trial.kind: trial.picture.tobytes() for trial in every_kind_trials(frames, 3, distortions=distortions)}
        for distortions in (DISTORTIONS, alone)
    ]
    assert all(pictures[0][kind] == picture for kind, picture in pictures[1].items())


def test_clean_frames_weigh_as_much_as_all_distorted_ones() -> None:
    judgements = thorough("a.png", clean=0.1, distorted=0.1) + thorough("b.png", clean=0.9, distorted=0.1)
    figures = balance(judgements, n_resamples=50)
    assert figures.accuracy is not None
    assert figures.accuracy.value == pytest.approx(0.75)
    assert figures.f1 is not None
    assert figures.f1.value == pytest.approx(2 * (0.5 / 0.75) * 1 / (0.5 / 0.75 + 1))
    assert figures.false_alarms is not None
    assert figures.false_alarms.value == 0.5
    assert figures.kind_top1 is not None
    assert figures.kind_top1.value == pytest.approx(1 / 8)
    assert figures.top1 is not None
    assert figures.top1.value == pytest.approx((1 / 2 + 1 / 8) / 2)


def test_the_recall_of_each_kind_stands_alone() -> None:
    judgements = [*thorough("a.png", 0.9, 0.1), *thorough("b.png", 0.9, 0.9)]
    result = summarise_left_out(judgements, n_resamples=200)
    assert {interval.value for interval in result.recall.values()} == {0.5}
    assert result.recall["ghosting"].low == 0
    assert result.recall["ghosting"].high == 1


def test_a_camera_without_clean_frames_is_refused() -> None:
    with pytest.raises(DatasetError, match="got no none"):
        summarise_left_out(thorough("a.png", 0.9, 0.1)[1:])


def test_all_judgements_of_a_frame_are_drawn_together() -> None:
    weights = draw_weights(["a", "b", "a", "c"], 100, seed=0)
    assert weights.shape == (100, 4)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 0] + weights[:, 1] + weights[:, 3] == 3).all()


def test_an_interval_covers_the_mean_it_comes_from_and_narrows_with_more_frames() -> None:
    widths = []
    for n_frames in (20, 2000):
        hits = np.random.default_rng(0).random(n_frames) < 0.8
        weights = draw_weights([str(index) for index in range(n_frames)], 400, seed=1)
        interval = interval_of(lambda w, hits=hits: (w * hits).sum(axis=1) / w.sum(axis=1), weights)  # type: ignore[misc]
        assert interval is not None
        assert interval.low <= interval.value <= interval.high
        widths.append(interval.high - interval.low)
    # 3.92 * sqrt(0.8 * 0.2 / 2000) = 0.035
    assert widths[1] == pytest.approx(0.035, abs=0.006)
    assert widths[0] > 5 * widths[1]


def test_the_worst_camera_is_named_by_what_is_good() -> None:
    figures = [Interval(0.9, 0.8, 1), None, Interval(0.5, 0.4, 0.6)]
    assert mean_and_worst(figures) == pytest.approx((0.7, 0.5))
    assert mean_and_worst(figures, high_is_good=False) == pytest.approx((0.7, 0.9))
    assert mean_and_worst([None]) is None
