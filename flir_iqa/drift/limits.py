"""How much drift is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass

from flir_iqa.drift.summary import DriftSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftLimits:
    """The most drift that is accepted; a limit that is None is not asked for.

    Attributes:
        max_flips: Frames, of all cameras together, that may flip.
        max_mean_difference: The mean absolute difference that any one camera may have.
    """

    max_flips: int | None = None
    max_mean_difference: float | None = None

    @property
    def asked_for(self) -> bool:
        """Whether there is any limit."""
        return self.max_flips is not None or self.max_mean_difference is not None

    def breaches(self, cameras: Mapping[str, DriftSummary]) -> list[str]:
        """Say in words which limits are not kept; empty where all are.

        Args:
            cameras: Summary of each camera.
        """
        found = []
        n_flips = sum(summary.n_flips for summary in cameras.values())
        if self.max_flips is not None and n_flips > self.max_flips:
            found.append(f"expected at most {self.max_flips} frames to flip, got {n_flips}")
        if self.max_mean_difference is not None:
            found += [
                f"expected a mean difference of at most {self.max_mean_difference:g} in each camera, "
                f"got {summary.mean_absolute_difference:.4f} in {camera!r}"
                for camera, summary in cameras.items()
                if summary.mean_absolute_difference > self.max_mean_difference
            ]
        return found
