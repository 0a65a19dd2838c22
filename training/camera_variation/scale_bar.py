"""The temperature scale at the side of a hand-held camera's picture. It draws on the given frame."""

import cv2
import numpy as np

from training.distortions.base import Frame

_WIDTH_PX, _LENGTH_SHARE = (5, 16), (0.3, 0.9)
_MARGIN_PX = (2, 14)
_UPRIGHT_SHARE, _BORDER_SHARE, _TICKS_SHARE, _FIGURES_SHARE, _NEGATIVE_SHARE = 0.85, 0.7, 0.5, 0.8, 0.3
_TICK_PX, _N_TICKS = 4, (3, 12)
_INK = (255, 255, 0)


def draw_scale_bar(frame: Frame, rng: np.random.Generator) -> None:
    """Draw a gradient bar with border, ticks and the temperatures of its two ends."""
    upright = rng.random() < _UPRIGHT_SHARE
    rows, columns = frame.shape if upright else frame.shape[::-1]
    length, width = max(1, int(rows * rng.uniform(*_LENGTH_SHARE))), min(int(rng.integers(*_WIDTH_PX)), columns)
    begin = (rows - length) // 2
    margin = int(rng.integers(*_MARGIN_PX))
    side = max(0, columns - width - margin) if rng.random() < 0.7 else min(margin, columns - width)
    levels = np.linspace(255, 0, length).astype(np.uint8)
    levels = levels[::-1] if rng.random() < _NEGATIVE_SHARE else levels
    plane = frame if upright else frame.T
    plane[begin : begin + length, side : side + width] = levels[:, np.newaxis]
    ink = _INK[rng.integers(len(_INK))]
    if rng.random() < _TICKS_SHARE:
        outer = slice(max(0, side - _TICK_PX), side)
        plane[begin : begin + length : max(2, length // int(rng.integers(*_N_TICKS))), outer] = ink
    if rng.random() < _BORDER_SHARE:
        _draw_border(plane[begin : begin + length, side : side + width], ink)
    if upright and rng.random() < _FIGURES_SHARE:
        for baseline in (begin - 4, begin + length + 12):
            _write_temperature(frame, side + width, baseline, ink, rng)


def _draw_border(bar: Frame, ink: int) -> None:
    bar[[0, -1]] = ink
    bar[:, [0, -1]] = ink


def _write_temperature(frame: Frame, right: int, baseline: int, ink: int, rng: np.random.Generator) -> None:
    text = f"{rng.uniform(-20, 150):.1f}"
    origin = (max(0, min(right, frame.shape[1] - 1) - 7 * len(text)), baseline)
    cv2.putText(frame, text, origin, cv2.FONT_HERSHEY_SIMPLEX, 0.37, ink, 1, cv2.LINE_AA)
