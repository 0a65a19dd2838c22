"""What a measure is: numbers that describe a frame, and a way to make one score of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame
from training.metrics import Flags, Floats

Describe = Callable[[Frame], Floats]
"""Gives D numbers of a grey frame, uint8 H x W; NaN where one is undefined, as for many on a flat frame."""

Score = Callable[[Floats], Floats]
"""Gives one score a frame, N, of the numbers of N frames, N x D. Which way is better, Platt scaling finds out."""


SCALING_ALONE: Final = "scaling"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainingFrames:
    """What a measure may learn from.

    Attributes:
        numbers: What `Describe` gave of each frame, N x D; finite.
        distorted: The truth, N.
        groups: Which of them show the same scene, N.
    """

    numbers: Floats
    distorted: Flags
    groups: npt.NDArray[np.int64]

    def part(self, members: npt.NDArray[np.int64]) -> "TrainingFrames":
        """Give the frames at these places."""
        return TrainingFrames(
            numbers=self.numbers[members], distorted=self.distorted[members], groups=self.groups[members]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """One way to score a frame without a reference.

    Attributes:
        name: As tables show it.
        fitted: What of it was fitted on the training frames.
        describe: Its numbers; measures that share them share the work.
        fit: Learns from the training frames how to make a score of the numbers.
    """

    name: str
    fitted: str
    describe: Describe
    fit: Callable[[TrainingFrames], Score]


def take_first_number(_frames: TrainingFrames) -> Score:
    """Fit nothing: the score of a measure is its only number."""
    return lambda numbers: np.asarray(numbers[:, 0], np.float64)
