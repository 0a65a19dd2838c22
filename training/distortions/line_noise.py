"""Line noise: an analogue link that breaks up, streak by streak, and lines that lose their place."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, per_pixel, to_frame

_SHARE_MIN, _SHARE_MAX = 0.02, 0.4
_LEVEL_MIN, _LEVEL_MAX = 20.0, 110.0
_WHOLE_LINE_SHARE = 0.4
_JITTER_SHARE, _JITTER_MAX_PX = 0.35, 9.0
_BAND_SHARE, _BAND_PX = 0.3, (2, 4)
_GRAIN_PX = (1, 25)


class LineNoise(Distortion):
    """Up to 40 % of the rows, alone or some together, carry streaks of up to 110 grey levels; some slip."""

    kind: ClassVar[str] = "line_noise"
    visible_from: ClassVar[float] = 0.12

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        rows, columns = frame.shape[:2]
        share = _SHARE_MIN + (_SHARE_MAX - _SHARE_MIN) * severity**1.5
        level = (_LEVEL_MIN + (_LEVEL_MAX - _LEVEL_MIN) * severity) * min(1.0, 8 * severity)
        jittered, banded = rng.random() < _JITTER_SHARE, rng.random() < _BAND_SHARE
        band_px = int(rng.integers(*_BAND_PX, endpoint=True)) if banded else 1
        hit = np.repeat(rng.random(rows // band_px + 1), band_px)[:rows] < share
        if jittered:
            frame = _slip(frame, hit, _JITTER_MAX_PX * severity, rng)
        plane = _streaks(rows, columns, rng) * (np.float32(level) * hit.astype(np.float32))[:, np.newaxis]
        return to_frame(frame + per_pixel(plane, frame))


def _streaks(rows: int, columns: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Give for each row a streak of about unit height: a level, a grain along the line, a beginning and an end."""
    grain_px = int(rng.integers(*_GRAIN_PX, endpoint=True))
    grain = rng.standard_normal((rows, columns), dtype=np.float32)
    grain = np.asarray(cv2.blur(grain, (grain_px, 1)), np.float32).reshape(rows, columns) * np.float32(grain_px**0.5)
    sign = np.where(rng.random(rows) < rng.choice((0.1, 0.5, 0.9)), 1, -1).astype(np.float32)[:, np.newaxis]
    ends = np.sort(rng.random((rows, 2)), axis=1)
    ends[rng.random(rows) < _WHOLE_LINE_SHARE] = (0, 1)
    place = np.linspace(0, 1, columns)[np.newaxis, :]
    within = (place >= ends[:, :1]) & (place <= ends[:, 1:])
    return np.asarray((0.7 * sign + 0.5 * grain) * within, np.float32)


def _slip(frame: Frame, hit: npt.NDArray[np.bool_], slip_max_px: float, rng: np.random.Generator) -> Frame:
    """Shift the rows that are hit sideways, each by its own amount."""
    slipped = frame.copy()
    shifts = np.rint(rng.uniform(-slip_max_px, slip_max_px, len(hit))).astype(int)
    for row in np.nonzero(hit & (shifts != 0))[0]:
        slipped[row] = np.roll(frame[row], shifts[row], axis=0)
    return slipped
