"""What goes wrong with the demo's camera: simple optics and electronics on grey frames.

Each effect takes a frame (uint8, H x W) and returns one of the same shape.
"""

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
Effect = Callable[[Frame, np.random.Generator], Frame]
"""Takes the frame and a source of chance."""

_BLUR_SIGMA_PX: Final = 3.5
_NOISE_SIGMA: Final = 22.0
_GAIN: Final = 2.2
_OFFSET: Final = 60.0


def clean(frame: Frame, chance: np.random.Generator) -> Frame:
    """Change nothing."""
    return frame


def defocus(frame: Frame, chance: np.random.Generator) -> Frame:
    """Let the focus creep: a Gaussian point spread."""
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), _BLUR_SIGMA_PX), np.uint8)


def sensor_noise(frame: Frame, chance: np.random.Generator) -> Frame:
    """Add white Gaussian noise, new in each frame."""
    noise = chance.normal(0.0, _NOISE_SIGMA, frame.shape)
    return np.clip(frame + noise, 0, 255).astype(np.uint8)


def overexpose(frame: Frame, chance: np.random.Generator) -> Frame:
    """Set gain and offset too high, so that warm parts saturate."""
    exposed: Frame = np.clip(frame * _GAIN + _OFFSET, 0, 255).astype(np.uint8)
    return exposed


EFFECTS: Final[Mapping[str, Effect]] = {
    "clean": clean,
    "blurred": defocus,
    "noisy": sensor_noise,
    "over-exposed": overexpose,
    "recovered": clean,
}
"""By the name of the film's phase."""
