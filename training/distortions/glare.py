"""Glare: the sun, or another source far hotter than the scene, shines into the lens."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from training.distortions.alteration import Alteration
from training.distortions.base import Frame, per_pixel, to_frame

_LEVEL_MAX = 500.0  # of the source's middle, in grey levels: it saturates a disc, as it does in a camera
_VEIL_MAX = 50.0
_RADIUS = (0.05, 0.4)  # of the frame's shorter side, from the least severity to the full one
_STREAK_LEVEL, _STREAK_WIDTH, _STREAK_LENGTH = 0.35, 0.08, 6.0  # of the source's level and radius


class Glare(Alteration):
    """A source outside the scene's range: a saturated spot with a wide halo, a cross of streaks, and a bright veil."""

    name: ClassVar[str] = "glare"

    def _alter(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        rows, columns = frame.shape[:2]
        radius = (_RADIUS[0] + (_RADIUS[1] - _RADIUS[0]) * severity) * min(rows, columns)
        y = (np.arange(rows, dtype=np.float32) - np.float32(rng.uniform(0, rows)))[:, np.newaxis] / np.float32(radius)
        x = (np.arange(columns, dtype=np.float32) - np.float32(rng.uniform(0, columns)))[np.newaxis] / np.float32(
            radius
        )
        light = np.exp(-(x * x + y * y)) + _STREAK_LEVEL * _streaks(x, y, angle_rad=rng.uniform(0, np.pi / 2))
        added = np.float32(_LEVEL_MAX * severity) * light + np.float32(_VEIL_MAX * severity)
        return to_frame(frame + per_pixel(np.asarray(added, np.float32), frame))


def _streaks(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], angle_rad: float) -> npt.NDArray[np.float32]:
    """Give a cross through the origin that fades outward; `x` and `y` in radii of the source."""
    cosine, sine = np.float32(np.cos(angle_rad)), np.float32(np.sin(angle_rad))
    along, across = x * cosine + y * sine, y * cosine - x * sine
    first = np.exp(-((across / _STREAK_WIDTH) ** 2) - np.abs(along) / _STREAK_LENGTH)
    second = np.exp(-((along / _STREAK_WIDTH) ** 2) - np.abs(across) / _STREAK_LENGTH)
    return np.asarray(first + second, np.float32)
