"""What the distortions that nobody can see do to the figures: a gain that saturates nothing is no overexposure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluation.judgement import Judgement
from training.metrics import share


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilitySummary:
    """What the distortions that changed nothing visible do to the accuracy.

    Attributes:
        n_scored: All frames.
        n_invisible: Distorted frames that look like the clean ones.
        accuracy: With them.
        accuracy_visible: Without them; None where nothing is left.
        frames: The invisible ones, as `kind: file name`.
    """

    n_scored: int
    n_invisible: int
    accuracy: float | None
    accuracy_visible: float | None
    frames: tuple[str, ...]


def summarise_visibility(judgements: Sequence[Judgement]) -> VisibilitySummary:
    """Count what changed nothing visible, and give the accuracy with and without it."""
    right = np.array([each.called_distorted == each.distorted for each in judgements], np.bool_)
    visible = np.array([each.visible for each in judgements], np.bool_)
    return VisibilitySummary(
        n_scored=len(judgements),
        n_invisible=int((~visible).sum()),
        accuracy=share(right),
        accuracy_visible=share(right[visible]),
        frames=tuple(f"{each.kind}: {each.frame}" for each in judgements if not each.visible),
    )
