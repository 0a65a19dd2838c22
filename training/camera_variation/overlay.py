"""What a camera draws over its picture: text, crosshairs, scales, boxes, menus. None of it is a distortion."""

from collections.abc import Callable
from typing import Final

import numpy as np

from training.camera_variation.lettering import fill_block, open_menu, put_logo, write_line
from training.camera_variation.reticle import draw_crosshair, draw_tracking_boxes
from training.camera_variation.scale_bar import draw_scale_bar
from training.distortions.base import Frame

_SHARE = 0.35
_MARKS_MAX = 4
_MARKS: Final[tuple[Callable[[Frame, np.random.Generator], None], ...]] = (
    write_line,
    write_line,
    write_line,
    fill_block,
    draw_crosshair,
    draw_crosshair,
    draw_tracking_boxes,
    draw_scale_bar,
    draw_scale_bar,
    put_logo,
    open_menu,
)


def draw_overlay(frame: Frame, rng: np.random.Generator) -> Frame:
    """Draw one to four marks on a copy of a grey frame, now and then."""
    if rng.random() >= _SHARE:
        return frame
    marked = np.ascontiguousarray(frame).copy()
    for index in rng.integers(len(_MARKS), size=rng.integers(1, _MARKS_MAX, endpoint=True)):
        _MARKS[index](marked, rng)
    return marked
