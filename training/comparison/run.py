"""Fits the measures on training frames, and judges the same test frames by the model and by each of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import NONE
from training.comparison.calibration import CalibratedMeasure, calibrate
from training.comparison.measure import Describe, Measure, TrainingFrames
from training.datasets import FrameSet, to_grey
from training.distortions.base import Frame
from training.errors import DatasetError
from training.evaluation.ancestor import ancestor_trials
from training.evaluation.detection import Detection, summarise_detection
from training.evaluation.judgement import Judgement, ScoreFrame
from training.evaluation.trial import Trial, judge_one
from training.metrics import Floats

OnFrame = Callable[[], object]
"""Called after each frame."""

_FEWEST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one way to score frames gave on one data set.

    Attributes:
        measure: Its name.
        fitted: What of it was fitted on training frames.
        figures: By the ancestor's protocol.
    """

    measure: str
    fitted: str
    figures: Detection


class NamedModel(NamedTuple):
    """The model that the measures are compared with."""

    name: str
    score: ScoreFrame


def fit_measures(
    measures: Sequence[Measure], sets: Sequence[FrameSet], seed: int, on_frame: OnFrame
) -> list[CalibratedMeasure]:
    """Fit each measure on sets of clean frames, half of them distorted by the ancestor's protocol.

    Raises:
        DatasetError: There are too few frames to fit anything.
    """
    numbers: dict[Describe, list[Floats]] = {each.describe: [] for each in measures}
    distorted: list[bool] = []
    scenes: dict[tuple[str, str], int] = {}
    groups: list[int] = []
    for trial in _trials(sets, seed):
        distorted.append(trial.kind != NONE)
        groups.append(scenes.setdefault((trial.camera, trial.frame), len(scenes)))
        for describe, found in describe_once(numbers, trial.picture).items():
            numbers[describe].append(found)
        on_frame()
    if len(scenes) < _FEWEST:
        message = f"expected at least {_FEWEST} training frames to fit the measures on, got {len(scenes)}"
        raise DatasetError(message)
    frames = TrainingFrames(numbers=np.empty((len(groups), 0)), distorted=np.array(distorted), groups=np.array(groups))
    return [calibrate(each, np.array(numbers[each.describe]), frames) for each in measures]


def compare(
    model: NamedModel, fitted: Sequence[CalibratedMeasure], sets: Sequence[FrameSet], seed: int, on_frame: OnFrame
) -> list[Row]:
    """Judge the same frames, distorted by the ancestor's protocol, by the model and by each measure.

    Returns:
        Data set by data set the model's row, then one a measure.
    """
    rows: list[Row] = []
    for frames in sets:
        by_model: list[Judgement] = []
        by_measure: list[list[Judgement]] = [[] for _ in fitted]
        for trial in _trials([frames], seed):
            by_model.append(judge_one(trial, model.score))
            numbers = describe_once({each.measure.describe for each in fitted}, trial.picture)
            for each, judgements in zip(fitted, by_measure, strict=True):
                judgements.append(judge_one(trial, _saying(each.assess(numbers[each.measure.describe]))))
            on_frame()
        rows.append(Row(measure=model.name, fitted="all", figures=summarise_detection(by_model)))
        rows += [_row(each.measure, judgements) for each, judgements in zip(fitted, by_measure, strict=True)]
    return rows


def _saying(assessment: Assessment) -> ScoreFrame:
    return lambda _picture: assessment


def _row(measure: Measure, judgements: Sequence[Judgement]) -> Row:
    return Row(measure=measure.name, fitted=measure.fitted, figures=summarise_detection(judgements))


def describe_once(describes: Iterable[Describe], picture: Frame) -> dict[Describe, Floats]:
    """Give the numbers of a frame by each of these, in grey; measures that share them share the work."""
    grey = to_grey(picture)
    return {describe: describe(grey) for describe in describes}


def _trials(sets: Sequence[FrameSet], seed: int) -> Iterator[Trial]:
    for frames in sets:
        yield from ancestor_trials(frames, seed, true_noise=False)
