"""Freeze: the stream goes on, the picture does not."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from training.distortions.alteration import ClipDistortion
from training.distortions.base import Frame


class FrameFreeze(ClipDistortion):
    """One stretch of the clip, up to all of it, repeats its first frame exactly."""

    name: ClassVar[str] = "frame_freeze"

    def _distort(self, frames: Sequence[Frame], severity: float, rng: np.random.Generator) -> list[Frame]:
        n_frozen = round(severity * (len(frames) - 1))
        first = int(rng.integers(len(frames) - n_frozen))
        shown = [first if first <= index <= first + n_frozen else index for index in range(len(frames))]
        return [frames[index].copy() for index in shown]
