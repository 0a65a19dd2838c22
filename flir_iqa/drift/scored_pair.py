"""One frame that two models scored."""

from dataclasses import dataclass

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import CLEAN_THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPair:
    """What two models say of one frame.

    Attributes:
        camera: Which camera it is from.
        frame: Names it.
        qualities: Of the first model and of the second, 0..1.
        distortions: Likewise, as `Assessment.distortion` names them.
    """

    camera: str
    frame: str
    qualities: tuple[float, float]
    distortions: tuple[str, str]

    @property
    def difference(self) -> float:
        """Quality of the second model less that of the first."""
        return self.qualities[1] - self.qualities[0]

    @property
    def flips(self) -> bool:
        """Whether one model calls the frame clean and the other does not."""
        first, second = (quality >= CLEAN_THRESHOLD for quality in self.qualities)
        return first != second


def pair_of(camera: str, frame: str, first: Assessment, second: Assessment) -> ScoredPair:
    """Join what two models say of one frame."""
    return ScoredPair(
        camera=camera,
        frame=frame,
        qualities=(first.quality, second.quality),
        distortions=(first.distortion, second.distortion),
    )
