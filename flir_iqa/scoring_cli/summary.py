"""What all scored frames together say."""

from collections import Counter
from dataclasses import dataclass, field

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import NONE


@dataclass(slots=True)
class Summary:
    """Counts of the frames scored so far."""

    n_frames: int = 0
    sum_quality: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, assessment: Assessment) -> None:
        """Count one frame."""
        self.n_frames += 1
        self.sum_quality += assessment.quality
        if assessment.distortion != NONE:
            self.faults[assessment.distortion] += 1

    def __str__(self) -> str:
        if self.n_frames == 0:
            return "no frames"
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.faults.most_common())
        frames = "1 frame" if self.n_frames == 1 else f"{self.n_frames} frames"
        mean = f"mean quality {self.sum_quality / self.n_frames:.3f}"
        return f"{frames}, {mean}, {self.faults.total()} distorted" + (f" ({kinds})" if kinds else "")
