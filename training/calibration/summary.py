"""A calibration in a file: its weights, what they were fitted on, and what they do."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from training.calibration.effect import CameraEffect, effects_of
from training.calibration.evidence import Evidence, evidence_of
from training.calibration.fit import SEVERITY_WEIGHT_MAX, CalibrationWeights, calibration_error, fit_weights
from training.errors import DatasetError
from training.evaluation.figure_table import FigureTable, as_text
from training.evaluation.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights with the evidence for them.

    Attributes:
        weights: Fitted on all cameras.
        fitted_on: The data sets and the number of frames scored, in words.
        error_before: Expected calibration error, mean over cameras.
        error_after: The same with weights that never saw the camera; None for a lone camera.
        effects: What it does camera by camera; see `CameraEffect`.
    """

    weights: CalibrationWeights
    fitted_on: str
    error_before: float
    error_after: float | None
    effects: tuple[CameraEffect, ...]

    def as_document(self) -> dict[str, Any]:
        """Give it in plain values, for JSON."""
        cameras = {
            each.camera: {"before": each.before.calibration_error, "after": each.after.calibration_error}
            for each in self.effects
        }
        return {
            "weights": _listed(self.weights),
            "fitted_on": self.fitted_on,
            "ece": {"before": self.error_before, "cross_validated": self.error_after, "cameras": cameras},
        }


def calibrate(judgements: Sequence[Judgement], severity_weight_max: float = SEVERITY_WEIGHT_MAX) -> Calibration:
    """Fit a calibration to all cameras, and measure it on each by weights fitted on the others.

    Args:
        judgements: Uncalibrated; those of the every-kind and the graded protocol are used.
        severity_weight_max: See `fit_weights`.

    Raises:
        DatasetError: The every-kind protocol is missing.
    """
    evidence = evidence_of(judgements)
    effects = effects_of(judgements, severity_weight_max)
    return Calibration(
        weights=fit_weights(evidence, severity_weight_max),
        fitted_on=_in_words(evidence),
        error_before=fmean(each.before.calibration_error for each in effects),
        error_after=fmean(each.after.calibration_error for each in effects) if len(effects) > 1 else None,
        effects=effects,
    )


def calibration_table(calibration: Calibration) -> FigureTable:
    """Show what a calibration does, before > after, a row a camera."""
    title = "Calibration, before > after; each camera under weights fitted on all the others"
    if len(calibration.effects) == 1:
        title = "Calibration, before > after, on the camera that it was fitted on"
    rows = tuple((each.camera, *_before_and_after(each)) for each in calibration.effects)
    columns = ("data set", "ECE", "accuracy", "false alarms", "in order", "Spearman")
    return FigureTable(title=title, columns=columns, rows=rows)


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Write the file that `flir-iqa calibrate --weights` takes."""
    path.write_text(json.dumps(calibration.as_document(), indent=2) + "\n")


def read_weights(path: Path) -> CalibrationWeights:
    """Read the weights of such a file.

    Raises:
        DatasetError: There is no such file, or it holds no usable weights.
    """
    expected = '{"weights": [above 0, 0 or below, any]}, as `flir-iqa folds` writes it (calibration.json)'
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        message = f"cannot read {str(path)!r}: {error}; expected {expected}"
        raise DatasetError(message) from error
    weights = document.get("weights") if isinstance(document, dict) else None
    if not isinstance(weights, list) or len(weights) != 3 or not all(_is_finite(each) for each in weights):
        message = f"expected {expected} in {str(path)!r}, got {str(weights)[:80]!r} as weights"
        raise DatasetError(message)
    odds, severity, constant = map(float, weights)
    if odds <= 0 or severity > 0:
        message = f"expected {expected} in {str(path)!r}, got {weights!r}: quality would rise with a fault"
        raise DatasetError(message)
    return CalibrationWeights(odds, severity, constant)


def error_of(judgements: Sequence[Judgement], weights: CalibrationWeights) -> float:
    """Expected calibration error that weights give uncalibrated judgements of the every-kind protocol."""
    return calibration_error(evidence_of(judgements), weights)


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _listed(weights: CalibrationWeights) -> list[float]:
    return [weights.odds, weights.severity, weights.constant]


def _before_and_after(effect: CameraEffect) -> list[str]:
    before, after = effect.before, effect.after
    pairs = (
        (before.calibration_error, after.calibration_error),
        (before.accuracy, after.accuracy),
        (before.false_alarms, after.false_alarms),
        (before.in_order, after.in_order),
        (before.spearman, after.spearman),
    )
    return [f"{as_text(first)} > {as_text(second)}" for first, second in pairs]


def _in_words(evidence: Evidence) -> str:
    counts = [f"{name} ({len(evidence.only(name).odds)} frames scored)" for name in evidence.names]
    return ", ".join(counts)
