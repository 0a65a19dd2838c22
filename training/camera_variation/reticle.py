"""Marks over the scene: crosshairs and reticles, spots, tracking boxes. Each draws on the given frame."""

import cv2
import numpy as np

from training.camera_variation.lettering import draw_text
from training.distortions.base import Frame

_LEVELS = (0, 255, 255, 230)
_MIDDLE_SHARE = 0.6
_ARM_SHARE = (0.03, 0.5)
_GAP_PX = (0, 12)
_WEIGHTS_PX = (1, 1, 2)
_TICKS_SHARE, _TICK_STEP_PX, _TICK_HALF_PX = 0.35, (8, 20), 3
_RING_SHARE = 0.3
_BOXES_MAX, _BOX_SHARE, _CORNERS_SHARE, _LABEL_SHARE = 5, (0.05, 0.4), 0.4, 0.5

Point = tuple[int, int]


def draw_crosshair(frame: Frame, rng: np.random.Generator) -> None:
    """Draw a cross with a gap, sometimes with ticks (a mil scale) or a ring; mostly in the middle."""
    rows, columns = frame.shape[:2]
    middle = rng.random() < _MIDDLE_SHARE
    x = columns // 2 if middle else int(rng.integers(columns))
    y = rows // 2 if middle else int(rng.integers(rows))
    arm = max(4, int(min(rows, columns) * rng.uniform(*_ARM_SHARE)))
    gap = min(int(rng.integers(*_GAP_PX)), arm - 2)
    level, weight = _LEVELS[rng.integers(len(_LEVELS))], _WEIGHTS_PX[rng.integers(len(_WEIGHTS_PX))]
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        cv2.line(frame, (x + gap * dx, y + gap * dy), (x + arm * dx, y + arm * dy), level, weight)
    if rng.random() < _TICKS_SHARE:
        _draw_ticks(frame, (x, y), arm, int(rng.integers(*_TICK_STEP_PX)), level)
    if rng.random() < _RING_SHARE:
        cv2.circle(frame, (x, y), max(3, arm // 2), level, 1, cv2.LINE_AA)


def draw_tracking_boxes(frame: Frame, rng: np.random.Generator) -> None:
    """Draw up to five boxes, or just their corners, as a tracker or a spot meter does, often with a label."""
    level, corners = _LEVELS[rng.integers(len(_LEVELS))], rng.random() < _CORNERS_SHARE
    weight = _WEIGHTS_PX[rng.integers(len(_WEIGHTS_PX))]
    for _ in range(int(rng.integers(1, _BOXES_MAX, endpoint=True))):
        height, width = (max(4, int(side * rng.uniform(*_BOX_SHARE))) for side in frame.shape[:2])
        left, top = int(rng.integers(frame.shape[1])), int(rng.integers(frame.shape[0]))
        left, top = min(left, frame.shape[1] - width), min(top, frame.shape[0] - height)
        opposite = (left + width - 1, top + height - 1)
        if corners:
            _draw_corners(frame, (left, top), opposite, level, weight)
        else:
            cv2.rectangle(frame, (left, top), opposite, level, weight)
        if rng.random() < _LABEL_SHARE:
            cv2.putText(frame, draw_text(rng), (left, top - 3), cv2.FONT_HERSHEY_SIMPLEX, 0.35, level, 1, cv2.LINE_AA)


def _draw_ticks(frame: Frame, centre: Point, arm: int, step: int, level: int) -> None:
    for offset in range(step, arm, step):
        for x, y, across in ((offset, 0, 0), (-offset, 0, 0), (0, offset, 1), (0, -offset, 1)):
            dx, dy = (_TICK_HALF_PX, 0) if across else (0, _TICK_HALF_PX)
            here_x, here_y = centre[0] + x, centre[1] + y
            cv2.line(frame, (here_x - dx, here_y - dy), (here_x + dx, here_y + dy), level, 1)


def _draw_corners(frame: Frame, first: Point, opposite: Point, level: int, weight: int) -> None:
    (left, top), (right, bottom) = first, opposite
    arm = max(2, min(right - left, bottom - top) // 4)
    for x, inward_x in ((left, arm), (right, -arm)):
        for y, inward_y in ((top, arm), (bottom, -arm)):
            cv2.line(frame, (x, y), (x + inward_x, y), level, weight)
            cv2.line(frame, (x, y), (x, y + inward_y), level, weight)
