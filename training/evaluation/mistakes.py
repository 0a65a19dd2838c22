"""Which frames a model got most wrong, by name, so that a person can look at them before blaming the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from training.evaluation.judgement import Judgement

N_LISTED: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One frame on the wrong side of quality 0.5.

    Attributes:
        frame: Its file name.
        kind: The truth.
        severity: The truth where the protocol sets one.
        said: The kind that a result would name.
        quality: 0..1.
        visible: Whether the distortion changed anything that an eye can see.
    """

    frame: str
    kind: str
    severity: float | None
    said: str
    quality: float
    visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """The mistakes on one set, the worst first, at most `N_LISTED` of each sort.

    Attributes:
        n_false_alarms: Clean frames that were called distorted.
        n_missed: Distorted frames that were called clean.
        false_alarms: The former, those of the lowest quality first.
        missed: The latter, those of the highest quality first.
    """

    n_false_alarms: int
    n_missed: int
    false_alarms: tuple[Mistake, ...]
    missed: tuple[Mistake, ...]


def list_mistakes(judgements: Sequence[Judgement]) -> Mistakes:
    """Sort out the frames on the wrong side of quality 0.5."""
    alarms = sorted(
        (each for each in judgements if each.called_distorted and not each.distorted),
        key=lambda each: each.assessment.quality,
    )
    missed = sorted(
        (each for each in judgements if each.distorted and not each.called_distorted),
        key=lambda each: -each.assessment.quality,
    )
    return Mistakes(
        n_false_alarms=len(alarms),
        n_missed=len(missed),
        false_alarms=tuple(map(_mistake, alarms[:N_LISTED])),
        missed=tuple(map(_mistake, missed[:N_LISTED])),
    )


def _mistake(judgement: Judgement) -> Mistake:
    return Mistake(
        frame=judgement.frame,
        kind=judgement.kind,
        severity=judgement.severity,
        said=judgement.assessment.distortion,
        quality=judgement.assessment.quality,
        visible=judgement.visible,
    )
