"""Each left-out camera, judged by the network that never saw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from training.calibration.fit import CalibrationWeights
from training.calibration.raw_score import score_uncalibrated
from training.calibration.recalibrate import recalibrate
from training.checkpoint import load_network
from training.evaluation.figure_table import FigureTable
from training.evaluation.planes import PlaneSet
from training.evaluation.protocol import Options, Protocol
from training.evaluation.protocols import FRAME_PROTOCOLS, PLANE_PROTOCOLS
from training.evaluation.result import EvaluationResult, Outcome
from training.evaluation.run import Job, OnJudged, run_protocols, show_outcomes, sum_up
from training.folds.fold import Fold
from training.folds.fold_training import network_file
from training.folds.radiometric import planes_of
from training.model_score import LoadedModel, load_model

DEFAULT_PROTOCOLS: Final = ("every-kind", "graded", "mild", "pairs", "palettes", "sizes", "encoders")
_PROTOCOLS: Final[Mapping[str, Protocol[Any]]] = {**FRAME_PROTOCOLS, **PLANE_PROTOCOLS}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoldResult:
    """What a fold's network said of the cameras that it never saw.

    Attributes:
        fold: The fold.
        result: Its judgements and what they sum up to.
    """

    fold: Fold
    result: EvaluationResult

    def as_document(self) -> dict[str, Any]:
        """Give every figure in plain values, for JSON."""
        learned, left_out = ([each.name for each in sets] for sets in (self.fold.learned, self.fold.left_out))
        return {"fold": self.fold.name, "left_out": left_out, "learned_from": learned, **self.result.as_document()}


def jobs_of(fold: Fold, protocols: Sequence[str], radiometric: Sequence[PlaneSet]) -> list[Job[Any]]:
    """Put the protocols to the cameras that a fold leaves out, and to the radiometric frames of these cameras."""
    jobs: list[Job[Any]] = [
        Job(FRAME_PROTOCOLS[name], each) for name in protocols if name in FRAME_PROTOCOLS for each in fold.left_out
    ]
    for name in (name for name in protocols if name in PLANE_PROTOCOLS):
        own = (planes_of(camera.name, planes) for planes in radiometric for camera in fold.left_out)
        jobs.extend(Job(PLANE_PROTOCOLS[name], each) for each in own if each is not None)
    return jobs


def score_fold(
    out: Path, fold: Fold, jobs: Sequence[Job[Any]], options: Options, on_judged: OnJudged | None = None
) -> FoldResult:
    """Let the network of a fold judge, without calibration.

    Raises:
        TrainingError: The network has learned from other sets than its fold.
        CheckpointError: The network cannot be used.
        DatasetError: A protocol cannot use a set.
    """
    path = network_file(out, fold)
    trained = load_network(path)
    identity = replace(load_model(path).identity, name=path.parent.name)
    model = LoadedModel(score_uncalibrated(trained.network, trained.kinds), identity)
    return FoldResult(fold=fold, result=run_protocols(model, jobs, options, on_judged))


def with_calibration(results: Sequence[FoldResult], weights: Mapping[str, CalibrationWeights]) -> list[FoldResult]:
    """Give the results as they are under a calibration.

    Args:
        results: Without calibration.
        weights: Of each camera, such as fitted on all others.
    """
    return [
        replace(
            each,
            result=replace(
                each.result, outcomes=tuple(_calibrated(outcome, weights) for outcome in each.result.outcomes)
            ),
        )
        for each in results
    ]


def tables_of(results: Sequence[FoldResult]) -> list[FigureTable]:
    """Show the cameras of all folds together, protocol by protocol."""
    outcomes = [outcome for each in results for outcome in each.result.outcomes]
    names = dict.fromkeys(each.protocol for each in outcomes)
    return [table for name in names for table in show_outcomes(_PROTOCOLS[name], outcomes)]


def _calibrated(outcome: Outcome, weights: Mapping[str, CalibrationWeights]) -> Outcome:
    judgements = recalibrate(outcome.judgements, weights[outcome.camera])
    return sum_up(_PROTOCOLS[outcome.protocol], outcome.camera, judgements)
