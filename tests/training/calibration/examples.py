"""Uncalibrated judgements with a truth that is known, for the tests of calibration."""

import numpy as np

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import ANCESTOR_KINDS, NONE
from training.calibration.evidence import Evidence
from training.calibration.fit import CalibrationWeights
from training.evaluation.judgement import Judgement


def raw_judgement(
    camera: str, kind: str, odds: float, severity: float | None, *, protocol: str = "every-kind", visible: bool = True
) -> Judgement:
    """What an uncalibrated network says that gives `none` these log odds."""
    quality = float(1 / (1 + np.exp(-odds)))
    probabilities = {NONE: quality, "lens_blur": 0.75 * (1 - quality), "ghosting": 0.25 * (1 - quality)}
    return Judgement(
        camera=camera,
        frame="a.png",
        protocol=protocol,
        kind=kind,
        severity=None,
        assessment=Assessment(
            quality=quality, probabilities=probabilities, severity=severity, embedding=np.zeros(128, np.float32)
        ),
        visible=visible,
    )


def drawn_evidence(truth: CalibrationWeights, n: int, seed: int, camera: str = "gate") -> Evidence:
    """Answers whose calibrated quality is, under `truth`, the probability that they are clean."""
    rng = np.random.default_rng(seed)
    odds, severity = rng.normal(0, 2, n), rng.uniform(0, 1, n)
    return Evidence(
        cameras=np.full(n, camera),
        odds=odds,
        severity=severity,
        clean=rng.random(n) < truth.quality(odds, severity),
    )


def joined(*parts: Evidence) -> Evidence:
    """Put the evidence of several cameras together."""
    return Evidence(
        cameras=np.concatenate([each.cameras for each in parts]),
        odds=np.concatenate([each.odds for each in parts]),
        severity=np.concatenate([each.severity for each in parts]),
        clean=np.concatenate([each.clean for each in parts]),
    )


def judged_camera(camera: str, seed: int, *, n_frames: int = 20, too_sure: float = 3.0) -> list[Judgement]:
    """A camera's judgements of the every-kind protocol by a network that is too sure of itself."""
    rng = np.random.default_rng(seed)
    judgements = []
    for kind in (NONE, *ANCESTOR_KINDS):
        for _ in range(n_frames):
            middle = 2.0 if kind == NONE else -2.0
            severity = 0.1 if kind == NONE else 0.6
            judgements.append(raw_judgement(camera, kind, too_sure * float(rng.normal(middle, 2)), severity))
    return judgements
