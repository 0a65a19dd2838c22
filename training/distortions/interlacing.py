"""Interlace combing: two fields, taken at two moments, shown as one picture."""

from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Distortion, Frame, to_frame

_SHIFT_MAX_PX = 16.0
_RISE_SHARE, _RISE_MAX_PX = 0.25, 2
_WHOLE_FRAME_SHARE = 0.65
_REGION_HALF_AXIS = (0.3, 0.55)  # of the frame's sides
_FIELD_GAIN_SHARE, _FIELD_GAIN_MAX = 0.3, 0.08


class InterlaceCombing(Distortion):
    """Every other row is up to 16 px to the side: of the whole frame (the camera moves) or of a part (a body moves)."""

    kind: ClassVar[str] = "interlace_combing"
    visible_from: ClassVar[float] = 0.12

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        shift_px = max(1, round(_SHIFT_MAX_PX * severity)) * (1 if rng.random() < 0.5 else -1)
        rise_px = int(rng.integers(-_RISE_MAX_PX, _RISE_MAX_PX, endpoint=True)) if rng.random() < _RISE_SHARE else 0
        first_row = int(rng.integers(2))
        moved = _shift(frame, 2 * rise_px, shift_px)
        if rng.random() >= _WHOLE_FRAME_SHARE:
            moved = np.where(_region(frame, rng), moved, frame)
        if rng.random() < _FIELD_GAIN_SHARE:
            gain = 1 + rng.uniform(-_FIELD_GAIN_MAX, _FIELD_GAIN_MAX) * severity
            moved = to_frame(moved * np.float32(gain))
        combed = frame.copy()
        combed[first_row::2] = moved[first_row::2]
        return combed


def _shift(frame: Frame, rise_px: int, shift_px: int) -> Frame:
    """Shift a frame; what comes in repeats the border, so that no seam gives the fault away."""
    rows = np.clip(np.arange(frame.shape[0]) - rise_px, 0, frame.shape[0] - 1)
    columns = np.clip(np.arange(frame.shape[1]) - shift_px, 0, frame.shape[1] - 1)
    return frame[rows[:, np.newaxis], columns[np.newaxis, :]]


def _region(frame: Frame, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Give the part of the picture that moved: an ellipse of a third of its sides and more."""
    rows, columns = frame.shape[:2]
    mask = np.zeros((rows, columns), np.uint8)
    centre = (int(rng.uniform(0.25, 0.75) * columns), int(rng.uniform(0.25, 0.75) * rows))
    half_axes = (int(rng.uniform(*_REGION_HALF_AXIS) * columns), int(rng.uniform(*_REGION_HALF_AXIS) * rows))
    cv2.ellipse(mask, centre, half_axes, 0, 0, 360, 1, thickness=-1)
    inside = mask.astype(bool)
    return inside if frame.ndim == 2 else inside[:, :, np.newaxis]
