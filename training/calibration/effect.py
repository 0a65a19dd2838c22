"""What a calibration does, camera by camera, each under weights that were fitted on all the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from training.calibration.evidence import FITTED_PROTOCOL, Evidence, evidence_of
from training.calibration.fit import (
    SEVERITY_WEIGHT_MAX,
    UNCALIBRATED,
    CalibrationWeights,
    calibration_error,
    fit_weights,
)
from training.calibration.recalibrate import recalibrate
from training.evaluation import graded
from training.evaluation.balanced import balance
from training.evaluation.grading import summarise_grading
from training.evaluation.judgement import Judgement

_NO_RESAMPLES: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What calibration is meant to better, and what it could do harm to.

    Attributes:
        calibration_error: 15 bins; clean frames weigh one half; invisible distortions left out.
        accuracy: Of the every-kind protocol; clean frames weigh one half.
        false_alarms: Share of the clean frames that are called distorted.
        in_order: Share of adjacent severities in the right order; None without graded judgements.
        spearman: Of quality against severity, mean over kinds; None without graded judgements.
    """

    calibration_error: float
    accuracy: float
    false_alarms: float
    in_order: float | None
    spearman: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraEffect:
    """One camera before calibration, and after one that never saw it.

    Attributes:
        camera: Name of the data set.
        weights: Fitted on all other cameras.
        before: Without calibration.
        after: With these weights.
    """

    camera: str
    weights: CalibrationWeights
    before: Figures
    after: Figures


def cross_fit(evidence: Evidence, severity_weight_max: float = SEVERITY_WEIGHT_MAX) -> Mapping[str, CalibrationWeights]:
    """Give each camera the weights fitted on all other cameras; a lone camera has only itself to be fitted on."""
    names = evidence.names
    others = {name: evidence.without(name) if len(names) > 1 else evidence for name in names}
    return {name: fit_weights(each, severity_weight_max) for name, each in others.items()}


def weights_by_camera(effects: Sequence[CameraEffect]) -> dict[str, CalibrationWeights]:
    """Give the weights that each camera was measured under."""
    return {each.camera: each.weights for each in effects}


def effects_of(
    judgements: Sequence[Judgement], severity_weight_max: float = SEVERITY_WEIGHT_MAX
) -> tuple[CameraEffect, ...]:
    """Measure each camera before and after calibration.

    Args:
        judgements: Uncalibrated, of the every-kind protocol and, where there are any, of the graded one.
        severity_weight_max: See `fit_weights`.

    Raises:
        DatasetError: The every-kind protocol is missing.
    """
    evidence = evidence_of(judgements)
    effects = []
    for camera, weights in cross_fit(evidence, severity_weight_max).items():
        own, seen = evidence.only(camera), [each for each in judgements if each.camera == camera]
        effects.append(
            CameraEffect(
                camera=camera,
                weights=weights,
                before=_figures(own, seen, UNCALIBRATED),
                after=_figures(own, recalibrate(seen, weights), weights),
            )
        )
    return tuple(effects)


def _figures(evidence: Evidence, judgements: Sequence[Judgement], weights: CalibrationWeights) -> Figures:
    balanced = balance([each for each in judgements if each.protocol == FITTED_PROTOCOL], n_resamples=_NO_RESAMPLES)
    severities = [each for each in judgements if each.protocol == graded.PROTOCOL]
    grading = summarise_grading(severities) if severities else None
    return Figures(
        calibration_error=calibration_error(evidence, weights),
        accuracy=balanced.accuracy.value if balanced.accuracy else np.nan,
        false_alarms=balanced.false_alarms.value if balanced.false_alarms else np.nan,
        in_order=None if grading is None else grading.in_order,
        spearman=None if grading is None else grading.spearman,
    )
