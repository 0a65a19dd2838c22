"""The fit of a calibration: logistic regression on log odds and severity, such that quality falls as severity rises.

Source: Platt, "Probabilistic outputs for support vector machines", 1999, with a second term and two bounds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from training.calibration.evidence import Evidence
from training.metrics import Floats, weighted_calibration_error

SEVERITY_WEIGHT_MAX: Final = -2.0
"""Log odds that a severity of 1 takes away at least. Without it quality stands still where the log odds saturate."""

_ODDS_WEIGHT_MIN: Final = 0.01
_PULL: Final = 1e-4  # towards no calibration; without it perfectly separated frames would drive the weights to infinity


@dataclass(frozen=True, slots=True)
class CalibrationWeights:
    """Calibrated log odds of `none` = odds * raw log odds + severity * severity + constant.

    Attributes:
        odds: Above 0.
        severity: 0 or below.
        constant: Any.
    """

    odds: float
    severity: float
    constant: float

    def quality(self, odds: Floats, severity: Floats) -> Floats:
        """Give the calibrated quality of N answers, 0..1, float64."""
        return np.asarray(expit(self.odds * odds + self.severity * severity + self.constant), np.float64)


UNCALIBRATED: Final = CalibrationWeights(1.0, 0.0, 0.0)
"""What a network has before a calibration."""


def fit_weights(evidence: Evidence, severity_weight_max: float = SEVERITY_WEIGHT_MAX) -> CalibrationWeights:
    """Fit the weights under which the evidence is most likely.

    Args:
        evidence: Clean and distorted answers; clean ones weigh one half, each camera alike.
        severity_weight_max: The weight of the severity is this or lower; where the data ask for more it is exactly
            this, and the other two are the best beside it.
    """
    terms = np.stack((evidence.odds, evidence.severity, np.ones_like(evidence.odds)), axis=1)
    signs = np.where(evidence.clean, 1.0, -1.0)
    weights, start = evidence.weights, np.array([UNCALIBRATED.odds, UNCALIBRATED.severity, UNCALIBRATED.constant])

    def loss(values: Floats) -> tuple[float, Floats]:
        margins = signs * (terms @ values)
        away = values - start
        gradient = -(weights * signs * expit(-margins)) @ terms + _PULL * away
        return float(weights @ np.logaddexp(0, -margins) + _PULL * (away @ away) / 2), gradient

    bounds = [(_ODDS_WEIGHT_MIN, None), (None, severity_weight_max), (None, None)]
    first = np.minimum(start, [np.inf, severity_weight_max, np.inf])
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000}
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return CalibrationWeights(*found.x.tolist())


def calibration_error(evidence: Evidence, weights: CalibrationWeights = UNCALIBRATED) -> float:
    """Expected calibration error of the evidence, 15 bins; clean frames weigh one half, each camera alike."""
    quality = weights.quality(evidence.odds, evidence.severity)
    return float(weighted_calibration_error(quality, ~evidence.clean, evidence.weights[np.newaxis])[0])
