"""Fixed-pattern noise: columns and rows of a sensor whose offsets were not corrected."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, per_pixel, to_frame

_SIGMA_MAX = 26.0
_COLUMNS_SHARE, _ROWS_SHARE = 0.55, 0.2
_ODD_EVEN_SHARE, _GROUPS_SHARE = 0.3, 0.25
_GROUP_PX = (4, 8, 16)
_PIXEL_SHARE = 0.25  # of the sigma: the part that differs from pixel to pixel


class FixedPatternNoise(Distortion):
    """Every column, every row or both get an offset of their own, of sigma up to 26 grey levels.

    Read-out amplifiers leave their marks: offsets alternate between odd and even lines, or are shared by groups of
    them, now and then; a weaker part differs from pixel to pixel.
    """

    kind: ClassVar[str] = "fixed_pattern_noise"
    visible_from: ClassVar[float] = 0.16

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        rows, columns = frame.shape[:2]
        choice = rng.random()
        plane = rng.standard_normal((rows, columns), dtype=np.float32) * np.float32(_PIXEL_SHARE)
        if choice < _COLUMNS_SHARE or choice >= _COLUMNS_SHARE + _ROWS_SHARE:
            plane += _line_offsets(columns, rng)[np.newaxis, :]
        if choice >= _COLUMNS_SHARE:
            plane += _line_offsets(rows, rng)[:, np.newaxis]
        return to_frame(frame + per_pixel(plane * np.float32(_SIGMA_MAX * severity), frame))


def _line_offsets(n_lines: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give one offset a line, of sigma about 1."""
    offsets = rng.standard_normal(n_lines)
    choice = rng.random()
    if choice < _ODD_EVEN_SHARE:
        offsets = 0.6 * offsets + 0.8 * np.where(np.arange(n_lines) % 2, 1, -1)
    elif choice < _ODD_EVEN_SHARE + _GROUPS_SHARE:
        group_px = int(rng.choice(_GROUP_PX))
        shared = rng.standard_normal(n_lines // group_px + 1)
        offsets = 0.6 * offsets + 0.8 * np.repeat(shared, group_px)[:n_lines]
    return np.asarray(offsets, np.float32)
