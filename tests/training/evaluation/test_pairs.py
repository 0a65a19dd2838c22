"""Two kinds at once, against values worked out by hand."""

from collections import Counter
from pathlib import Path

import pytest

from tests.training.evaluation.answers import judgement
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, Frame
from training.errors import DatasetError
from training.evaluation.pairs import pair_trials, summarise_pairs


def test_each_pair_stands_beside_its_two_kinds_and_no_kind_comes_twice(scene: Frame) -> None:
    trials = list(pair_trials(FrameSet("gate", (Path("a.png"),), (scene,)), 0))
    assert len(trials) == 9
    for first, second, both in zip(trials[::3], trials[1::3], trials[2::3], strict=True):
        assert both.kind == f"{first.kind}+{second.kind}"
    assert max(Counter(trial.kind for trial in trials).values()) == 1
    assert all(trial.severity is not None and 0.4 <= trial.severity <= 0.9 for trial in trials)


def test_the_second_kind_is_laid_over_the_first(scene: Frame) -> None:
    two = {kind: DISTORTIONS[kind] for kind in ("underexposure", "gaussian_noise")}
    first, second, both = pair_trials(FrameSet("gate", (Path("a.png"),), (scene,)), 0, distortions=two)
    darker = next(trial for trial in (first, second) if trial.kind == "underexposure")
    noisy = next(trial for trial in (first, second) if trial.kind == "gaussian_noise")
    assert both.picture.mean() < noisy.picture.mean()
    assert both.picture.std() != darker.picture.std()


def test_a_pair_may_be_better_than_the_worse_kind_by_a_twentieth() -> None:
    alone = [judgement("ghosting", 0.4), judgement("banding", 0.2)]
    within = judgement("ghosting+banding", 0.25)
    above = judgement("ghosting+banding", 0.6, frame="b.png")
    figures = summarise_pairs([*alone, within])
    assert (figures.n_pairs, figures.not_better, figures.found) == (1, 1, 1)
    other = [judgement("ghosting", 0.4, frame="b.png"), judgement("banding", 0.2, frame="b.png")]
    figures = summarise_pairs([*alone, within, *other, above])
    assert (figures.n_pairs, figures.not_better, figures.found) == (2, 0.5, 0.5)
    assert figures.exceptions == ("ghosting+banding: b.png",)


def test_a_pair_without_its_kinds_is_refused() -> None:
    with pytest.raises(DatasetError, match="banding"):
        summarise_pairs([judgement("ghosting", 0.4), judgement("ghosting+banding", 0.2)])
    with pytest.raises(DatasetError, match="at least one pair"):
        summarise_pairs([judgement("ghosting", 0.4)])
