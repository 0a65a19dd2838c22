"""Judgements that the tests of the figures and of the page draw."""

import numpy as np

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import NONE
from training.evaluation.judgement import Judgement


def judged(
    kind: str,
    quality: float,
    *,
    said: str = "lens_blur",
    camera: str = "gate",
    frame: str = "a.png",
    severity: float | None = None,
    estimated: float | None = None,
    protocol: str = "ancestor",
) -> Judgement:
    """One judgement; frames of one kind get embeddings that lie close together."""
    rng = np.random.default_rng([len(kind), round(1e6 * quality)])
    embedding = np.eye(128, dtype=np.float32)[len(kind)] + rng.normal(0, 0.01, 128).astype(np.float32)
    assessment = Assessment(
        quality=quality, probabilities={NONE: quality, said: 1 - quality}, severity=estimated, embedding=embedding
    )
    return Judgement(camera=camera, frame=frame, protocol=protocol, kind=kind, severity=severity, assessment=assessment)


def graded() -> list[Judgement]:
    """Two kinds at three severities, four frames each, and four clean frames; quality is one minus the severity."""
    return [judged(NONE, 1.0, severity=0.0, protocol="graded") for _ in range(4)] + [
        judged(kind, 1 - severity, said=kind, severity=severity, estimated=severity / 2, protocol="graded")
        for kind in ("ghosting", "lens_blur")
        for severity in (0.2, 0.5, 1.0)
        for _ in range(4)
    ]
