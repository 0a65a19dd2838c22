"""Frames that left a camera degraded, as they are: nothing is simulated."""

from collections.abc import Callable, Iterator
from typing import Final

from flir_iqa.kinds import NONE
from training.datasets import FrameSet
from training.evaluation.source import sources_of
from training.evaluation.trial import Trial

DEGRADED: Final = "degraded"
COMPANION: Final = "companion"


def degraded_trials(kind: str) -> Callable[[FrameSet], Iterator[Trial]]:
    """Give the protocol of a folder whose frames all have one fault.

    Args:
        kind: What is wrong with them, one of `flir_iqa.kinds.KINDS`.
    """

    def trials(frames: FrameSet) -> Iterator[Trial]:
        for source in sources_of(frames):
            yield Trial(
                camera=source.camera,
                frame=source.name,
                protocol=DEGRADED,
                picture=source.frame,
                kind=kind,
                severity=None,
            )

    return trials


def companion_trials(frames: FrameSet) -> Iterator[Trial]:
    """Give the frames of a folder beside a degraded one: they lack its fault, and nobody has called them clean.

    Their truth is `none` for want of a better one: what is called distorted among them is no false alarm until
    somebody has looked.
    """
    for source in sources_of(frames):
        yield Trial(camera=source.camera, frame=source.name, protocol=COMPANION, picture=source.frame, kind=NONE)
