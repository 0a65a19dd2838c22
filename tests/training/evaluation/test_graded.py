"""The graded protocol and what it says of models whose figures are known."""

from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import judgement
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, Frame
from training.errors import DatasetError
from training.evaluation.graded import SEVERITIES, graded_trials
from training.evaluation.grading import severity_curve, summarise_grading
from training.evaluation.judgement import Judgement

ONE_KIND = {"underexposure": DISTORTIONS["underexposure"]}


def graded(qualities: list[float], estimates: list[float | None], frame: str = "a.png") -> list[Judgement]:
    """One frame, clean and with a kind at ten severities."""
    return [
        judgement(NONE, 0.9, frame=frame, severity=0.0),
        *(
            judgement("ghosting", quality, frame=frame, severity=severity, estimated=estimate)
            for quality, severity, estimate in zip(qualities, SEVERITIES, estimates, strict=True)
        ),
    ]


def test_each_frame_comes_clean_and_at_ten_severities(scene: Frame) -> None:
    frames = FrameSet("gate", (Path("a.png"), Path("b.png")), (scene, scene))
    trials = list(graded_trials(frames, 0, distortions=ONE_KIND))
    assert len(trials) == 2 * 11
    assert [trial.severity for trial in trials[:11]] == [0.0, *SEVERITIES]
    means = [trial.picture.mean() for trial in trials[:11]]
    assert means == sorted(means, reverse=True)


def test_only_the_severity_moves(scene: Frame) -> None:
    frames = FrameSet("gate", (Path("a.png"),), (scene,))
    noise = {"gaussian_noise": DISTORTIONS["gaussian_noise"]}
    first, second = (trial.picture for trial in list(graded_trials(frames, 0, distortions=noise))[1:3])
    changes = [picture.astype(int) - scene for picture in (first, second)]
    assert np.corrcoef(changes[0].ravel(), changes[1].ravel())[0, 1] > 0.9


def test_a_model_that_grades_perfectly() -> None:
    falling = [1 - severity for severity in SEVERITIES]
    result = summarise_grading(graded(falling, list(SEVERITIES)) + graded(falling, list(SEVERITIES), "b.png"))
    assert (result.n_frames, result.in_order) == (2, 1)
    assert result.spearman == pytest.approx(-1)
    assert result.severity_error == 0
    assert result.severity_spearman == pytest.approx(1)
    assert result.kinds["ghosting"].half_found_at == pytest.approx(0.55)  # at 0.5 the quality is 0.5: still clean


def test_frames_that_differ_among_themselves_cost_the_pooled_figure_only() -> None:
    high, low = [0.9 - severity / 10 for severity in SEVERITIES], [0.5 - severity / 10 for severity in SEVERITIES]
    result = summarise_grading(graded(high, [None] * 10) + graded(low, [None] * 10, "b.png"))
    assert result.spearman == pytest.approx(-1)
    assert -0.6 < result.spearman_pooled < -0.4
    assert result.severity_error is None


def test_a_model_that_says_the_same_always_has_no_order() -> None:
    result = summarise_grading(graded([0.7] * 10, [0.5] * 10))
    assert (result.spearman, result.in_order) == (0, 0.5)
    assert result.kinds["ghosting"].half_found_at is None
    assert result.severity_error == pytest.approx(0.25)


def test_missing_severities_are_refused() -> None:
    with pytest.raises(DatasetError, match="10 severities of each frame and kind, got 9 judgements of 1 frames"):
        summarise_grading(graded([0.5] * 10, [None] * 10)[:-1])


def test_a_curve_has_a_row_for_each_frame() -> None:
    curve = severity_curve(graded([0.5] * 10, [None] * 10) + graded([0.4] * 10, [None] * 10, "b.png"), "ghosting")
    assert curve.shape == (2, 10)
