"""Colour distortion: the channels of a colour picture drift apart."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.alteration import Alteration
from training.distortions.base import Frame, to_frame

_GAIN_MAX = 0.6
_OFFSET_MAX = 40.0


class ColorDistortion(Alteration):
    """Each channel gets a gain of up to 1 +- 0.6 and an offset of up to 40 levels of its own.

    A grey frame is treated as three equal channels; of the result it shows the luma, so only brightness is left.
    """

    name: ClassVar[str] = "color_distortion"

    def _alter(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        gains = 1 + severity * _GAIN_MAX * _apart(rng)
        offsets = severity * rng.uniform(-_OFFSET_MAX, _OFFSET_MAX, 3).astype(np.float32)
        colour = frame if frame.ndim == 3 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), np.uint8)
        cast = to_frame(colour * gains.astype(np.float32) + offsets)
        return cast if frame.ndim == 3 else np.asarray(cv2.cvtColor(cast, cv2.COLOR_BGR2GRAY), np.uint8)


def _apart(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draw one channel that gains, one that loses, and one in between: never three that move alike."""
    return rng.permutation(np.array([1.0, -1.0, rng.uniform(-0.5, 0.5)]))
