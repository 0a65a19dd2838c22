"""What the model says of one frame."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flir_iqa.kinds import CLEAN_THRESHOLD, NONE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessment:
    """Quality of one frame, and what is wrong with it.

    Attributes:
        quality: 0..1, 1 best.
        probabilities: Probability of each kind that the model knows, by its name (`flir_iqa.kinds`).
        severity: How strong the distortion is, 0..1; None where the model does not say.
        embedding: float32 (128,), of length 1: frames that look alike in quality lie close together.
    """

    quality: float
    probabilities: Mapping[str, float]
    severity: float | None
    embedding: NDArray[np.float32]

    @property
    def distortion(self) -> str:
        """`none` if and only if `quality` is at least 0.5, else the most probable kind that is not `none`."""
        if self.quality >= CLEAN_THRESHOLD:
            return NONE
        faults = {kind: probability for kind, probability in self.probabilities.items() if kind != NONE}
        return max(faults, key=faults.__getitem__)

    @property
    def distortion_probability(self) -> float:
        """Probability of `distortion`; for `none` the quality."""
        kind = self.distortion
        return self.quality if kind == NONE else self.probabilities[kind]
