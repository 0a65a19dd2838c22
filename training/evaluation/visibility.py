"""Whether a distortion changed anything that an eye can see: a gain that saturates nothing is no overexposure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from training.datasets import to_grey
from training.distortions.base import Frame
from training.evaluation.judgement import Judgement
from training.metrics import share

OVEREXPOSURE: Final = "overexposure"
_SATURATED_SHARE: Final = 0.01
_CHANGED_SHARE: Final = 0.005
_CHANGE_MIN: Final = 4
"""Grey levels; on most screens a smaller step of single pixels is not seen."""


def changes_something_visible(kind: str, before: Frame, after: Frame) -> bool:
    """Say whether a distorted frame differs visibly from the clean one.

    Overexposure must saturate 1 % of the pixels that were not saturated; brightening alone takes nothing away.
    Any other kind must change 0.5 % of the pixels by 4 grey levels.

    Args:
        kind: What was done.
        before: The clean frame, uint8.
        after: The distorted one, of the same shape.
    """
    if kind == OVEREXPOSURE:
        saturated = (after == 255) & (before < 255)
        per_pixel = saturated if saturated.ndim == 2 else saturated.any(axis=2)
        return bool(per_pixel.mean() >= _SATURATED_SHARE)
    change = np.abs(to_grey(after).astype(np.int16) - to_grey(before))
    return bool((change >= _CHANGE_MIN).mean() >= _CHANGED_SHARE)


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
