"""One scored frame in any protocol: the truth beside what the model said."""

from collections.abc import Callable
from dataclasses import dataclass

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import CLEAN_THRESHOLD, DISTORTED, NONE
from training.distortions.base import Frame

ScoreFrame = Callable[[Frame], Assessment]
"""A model: assesses one frame, uint8, H x W or H x W x 3 (BGR)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """What a model said of one frame whose truth is known.

    Attributes:
        camera: Name of the data set.
        frame: File name within it.
        protocol: What was done: `ancestor`, `every-kind`, `graded`, `palette:ironbow`, `size:320x256`, `h264`, ...
        kind: The truth; `none` for a clean frame.
        severity: The truth where the protocol sets one, 0..1; 0.0 for a clean frame.
        assessment: What the model said.
        visible: Whether the distortion changed anything that an eye can see; true for a clean frame.
    """

    camera: str
    frame: str
    protocol: str
    kind: str
    severity: float | None
    assessment: Assessment
    visible: bool = True

    @property
    def distorted(self) -> bool:
        """Whether the frame is distorted in truth."""
        return self.kind != NONE

    @property
    def called_distorted(self) -> bool:
        """Whether the model calls it distorted: its quality is below 0.5."""
        return self.assessment.quality < CLEAN_THRESHOLD

    @property
    def named_right(self) -> bool:
        """Whether the kind that a result would name is the true one."""
        return self.assessment.distortion == self.kind

    @property
    def probability_of_truth(self) -> float:
        """Probability that the model gave to the true kind; a model without kinds knows only `distorted`."""
        if not self.distorted:
            return self.assessment.quality
        probabilities = self.assessment.probabilities
        return probabilities.get(self.kind, probabilities.get(DISTORTED, 0.0))
