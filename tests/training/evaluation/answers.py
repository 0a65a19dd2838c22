"""Answers that the tests of evaluation put into a model's mouth."""

import numpy as np

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import NONE
from training.evaluation.judgement import Judgement


def answer(quality: float, kind: str = "lens_blur", severity: float | None = None) -> Assessment:
    """What a model says that suspects one kind."""
    probabilities = {NONE: quality, kind: 1 - quality}
    return Assessment(
        quality=quality, probabilities=probabilities, severity=severity, embedding=np.zeros(128, np.float32)
    )


def judgement(
    truth: str,
    quality: float,
    *,
    said: str = "lens_blur",
    frame: str = "a.png",
    severity: float | None = None,
    estimated: float | None = None,
    protocol: str = "ancestor",
    visible: bool = True,
) -> Judgement:
    """A judgement whose figures a person can work out."""
    return Judgement(
        camera="gate",
        frame=frame,
        protocol=protocol,
        kind=truth,
        severity=severity,
        assessment=answer(quality, said, estimated),
        visible=visible,
    )
