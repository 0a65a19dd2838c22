"""How many frames of each kind were found, and called by their name: the figure of protocols that are about finding."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.evaluation.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What was found of one kind.

    Attributes:
        name: Name of the data set.
        kind: The truth; for `none`, `found` is the share of false alarms.
        n_scored: Frames of that kind.
        found: Share of them with a quality under 0.5.
        named: Share of them that were called by that kind.
        mean_quality: Mean of their quality.
    """

    name: str
    kind: str
    n_scored: int
    found: float
    named: float
    mean_quality: float


def summarise_recall(judgements: Sequence[Judgement]) -> list[Recall]:
    """Give what was found of each kind of one camera, in the order in which the kinds came."""
    return [
        _recall([each for each in judgements if each.kind == kind])
        for kind in dict.fromkeys(each.kind for each in judgements)
    ]


def _recall(judgements: Sequence[Judgement]) -> Recall:
    n_scored = len(judgements)
    return Recall(
        name=judgements[0].camera,
        kind=judgements[0].kind,
        n_scored=n_scored,
        found=sum(each.called_distorted for each in judgements) / n_scored,
        named=sum(each.named_right for each in judgements) / n_scored,
        mean_quality=sum(each.assessment.quality for each in judgements) / n_scored,
    )
