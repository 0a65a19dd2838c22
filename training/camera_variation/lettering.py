"""Lettering on the screen: lines of figures, filled blocks of text, menus, logos. Each draws on the given frame."""

import cv2
import numpy as np

from training.distortions.base import Frame

_CHARACTERS = "0123456789:.-/%+CFABEMNORSTXZ"
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_PLAIN,
)
_LINE_TYPES = (cv2.LINE_8, cv2.LINE_AA)
_BRIGHT = (255, 255, 230, 200)
_OUTLINE_SHARE, _DARK_SHARE = 0.25, 0.25
_HEIGHT_PX = (7, 22)
_BLOCK_HEIGHT_PX = (7, 13)
_LENGTH = (2, 14)
_BLOCK_LINES, _MENU_LINES = (1, 4), (4, 8)
_SEE_THROUGH_SHARE = 0.3
_HEIGHT_OF_SCALE_1_PX = 22  # of a capital letter in the Hershey fonts


def write_line(frame: Frame, rng: np.random.Generator) -> None:
    """Write one line of figures anywhere, white or black, sometimes outlined."""
    height_px = int(rng.integers(*_HEIGHT_PX))
    left = int(rng.integers(max(1, frame.shape[1] - 3 * height_px)))
    baseline = int(rng.integers(min(height_px, frame.shape[0] - 1), frame.shape[0]))
    level = 0 if rng.random() < _DARK_SHARE else _BRIGHT[rng.integers(len(_BRIGHT))]
    font, line_type = _FONTS[rng.integers(len(_FONTS))], _LINE_TYPES[rng.integers(2)]
    text, scale, weight = draw_text(rng), height_px / _HEIGHT_OF_SCALE_1_PX, 1 + height_px // 17
    if rng.random() < _OUTLINE_SHARE:
        outline = 0 if level else 255
        cv2.putText(frame, text, (left, baseline), font, scale, outline, weight + 2, line_type)
    cv2.putText(frame, text, (left, baseline), font, scale, level, weight, line_type)


def fill_block(frame: Frame, rng: np.random.Generator) -> None:
    """Fill a box with some lines of text, at a side of the frame."""
    _fill_box(frame, n_lines=int(rng.integers(*_BLOCK_LINES, endpoint=True)), chosen_line=-1, rng=rng)


def open_menu(frame: Frame, rng: np.random.Generator) -> None:
    """Open a menu: a box of many lines, one of them chosen (inverted)."""
    n_lines = int(rng.integers(*_MENU_LINES, endpoint=True))
    _fill_box(frame, n_lines, chosen_line=int(rng.integers(n_lines)), rng=rng)


def put_logo(frame: Frame, rng: np.random.Generator) -> None:
    """Put a maker's name in heavy letters in a corner, often beside a disc or a ring."""
    height_px = int(rng.integers(9, 20))
    level = int(_BRIGHT[rng.integers(len(_BRIGHT))])
    left = int(rng.integers(2, 8)) if rng.random() < 0.6 else max(2, frame.shape[1] - 6 * height_px)
    baseline = height_px + 6 if rng.random() < 0.5 else frame.shape[0] - 6
    if rng.random() < 0.6:
        radius = height_px // 2
        thickness = -1 if rng.random() < 0.5 else 2
        cv2.circle(frame, (left + radius, baseline - radius), radius, level, thickness, cv2.LINE_AA)
        left += 2 * radius + 4
    scale = height_px / _HEIGHT_OF_SCALE_1_PX
    cv2.putText(frame, draw_text(rng)[:6], (left, baseline), cv2.FONT_HERSHEY_DUPLEX, scale, level, 2, cv2.LINE_AA)


def draw_text(rng: np.random.Generator) -> str:
    """Draw some characters as they stand on thermal screens."""
    length = rng.integers(*_LENGTH, endpoint=True)
    return "".join(_CHARACTERS[index] for index in rng.integers(len(_CHARACTERS), size=length))


def _fill_box(frame: Frame, n_lines: int, chosen_line: int, rng: np.random.Generator) -> None:
    height_px = int(rng.integers(*_BLOCK_HEIGHT_PX))
    row_px = height_px + 4
    width, height = int(rng.integers(3, 10)) * height_px, n_lines * row_px + 3
    left = 0 if rng.random() < 0.5 else max(0, frame.shape[1] - width)
    top = int(rng.integers(max(1, frame.shape[0] - height)))
    paper, ink = (0, 235) if rng.random() < 0.75 else (225, 0)
    box = frame[top : top + height, left : left + width]
    box[:] = box // 2 + paper // 2 if rng.random() < _SEE_THROUGH_SHARE else paper
    for line in range(n_lines):
        baseline = (line + 1) * row_px - 2
        if line == chosen_line:
            box[baseline - row_px + 2 : baseline + 2] = ink
        level = paper if line == chosen_line else ink
        text, scale = draw_text(rng), height_px / _HEIGHT_OF_SCALE_1_PX
        cv2.putText(frame, text, (left + 3, top + baseline), cv2.FONT_HERSHEY_SIMPLEX, scale, level, 1, cv2.LINE_AA)
