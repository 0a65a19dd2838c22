"""A calibration: its weights, what they were fitted on, and what they do."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from training.calibration.effect import CameraEffect, effects_of
from training.calibration.evidence import Evidence, evidence_of
from training.calibration.fit import SEVERITY_WEIGHT_MAX, CalibrationWeights, calibration_error, fit_weights
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
            "effects": [asdict(each) for each in self.effects],
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


def error_of(judgements: Sequence[Judgement], weights: CalibrationWeights) -> float:
    """Expected calibration error that weights give uncalibrated judgements of the every-kind protocol."""
    return calibration_error(evidence_of(judgements), weights)


def _listed(weights: CalibrationWeights) -> list[float]:
    return [weights.odds, weights.severity, weights.constant]


def _in_words(evidence: Evidence) -> str:
    counts = [f"{name} ({len(evidence.only(name).odds)} frames scored)" for name in evidence.names]
    return ", ".join(counts)
