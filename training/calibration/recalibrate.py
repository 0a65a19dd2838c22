"""Judgements as they would be under a calibration."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import NONE
from training.calibration.fit import CalibrationWeights
from training.calibration.raw_score import log_odds
from training.evaluation.judgement import Judgement


def recalibrate(judgements: Iterable[Judgement], weights: CalibrationWeights) -> list[Judgement]:
    """Give uncalibrated judgements their calibrated qualities, as `Lite.assess` would with these weights."""
    return [replace(each, assessment=_calibrated(each.assessment, weights)) for each in judgements]


def _calibrated(assessment: Assessment, weights: CalibrationWeights) -> Assessment:
    """Calibrate the quality; what is left is shared out among the faults as it was before."""
    severity = 0.0 if assessment.severity is None else assessment.severity
    quality = float(weights.quality(log_odds([assessment.quality]), np.array([severity]))[0])
    faults = {kind: value for kind, value in assessment.probabilities.items() if kind != NONE}
    scale = (1 - quality) / (sum(faults.values()) or 1.0)
    probabilities = {NONE: quality, **{kind: value * scale for kind, value in faults.items()}}
    return replace(assessment, quality=quality, probabilities=probabilities)
