"""Shading: a level that depends on the place in the frame: vignetting, narcissus, drift since the last shutter."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, per_pixel, to_frame

_LEVEL_MAX = 330.0
_KEPT_MIN = 0.05
_VIGNETTE_REACH = 1.3  # square of the distance at which the loss is whole; a corner has 2, the middle of a side 1
_VIGNETTE_SHARE, _NARCISSUS_SHARE = 0.4, 0.25
_NARCISSUS_RADIUS, _NARCISSUS_HEIGHT = (0.25, 0.6), 0.7


class Shading(Distortion):
    """Corners lose up to 95 % (78 % at half severity), or a smooth field of up to 330 grey levels lies over the frame.

    The field is a bowl or a tilt (drift of the offsets), or a spot in the middle (narcissus: the cooled or warm
    detector sees itself).
    """

    kind: ClassVar[str] = "shading"
    visible_from: ClassVar[float] = 0.2

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        y = np.linspace(-1, 1, frame.shape[0], dtype=np.float32)[:, np.newaxis] - np.float32(rng.uniform(-0.2, 0.2))
        x = np.linspace(-1, 1, frame.shape[1], dtype=np.float32)[np.newaxis, :] - np.float32(rng.uniform(-0.2, 0.2))
        choice = rng.random()
        if choice < _VIGNETTE_SHARE:
            loss = np.clip((x * x + y * y) / np.float32(_VIGNETTE_REACH), 0, 1) ** np.float32(rng.uniform(0.7, 1.5))
            kept = np.asarray(np.float32(_KEPT_MIN) ** (np.float32(severity) * loss), np.float32)
            return to_frame(frame * per_pixel(kept, frame))
        field = _spot(x, y, rng) if choice < _VIGNETTE_SHARE + _NARCISSUS_SHARE else _drift(x, y, rng)
        sign = 1 if rng.random() < 0.5 else -1
        return to_frame(frame + per_pixel(field * np.float32(sign * _LEVEL_MAX * severity), frame))


def _spot(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give a round, soft spot, 0..0.7."""
    radius = rng.uniform(*_NARCISSUS_RADIUS)
    return np.asarray(np.float32(_NARCISSUS_HEIGHT) * np.exp(-(x * x + y * y) / np.float32(2 * radius**2)), np.float32)


def _drift(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give a polynomial of second order that spans 1 over the frame, about its middle."""
    tilt, bowl = rng.normal(0, 0.6, 2), rng.normal(0, 1, 3)
    field = tilt[0] * x + tilt[1] * y + bowl[0] * x * x + bowl[1] * y * y + bowl[2] * x * y
    span = float(np.ptp(field)) or 1.0
    return np.asarray((field - (field.max() + field.min()) / 2) / span, np.float32)
