"""On-screen display: text, crosshairs, scales. A demonstration of what must NOT count as a distortion."""

from typing import ClassVar

import numpy as np

from training.camera_variation.lettering import fill_block, put_logo, write_line
from training.camera_variation.reticle import draw_crosshair, draw_tracking_boxes
from training.camera_variation.scale_bar import draw_scale_bar
from training.distortions.alteration import Alteration
from training.distortions.base import Frame

_MARKS = (draw_crosshair, write_line, draw_scale_bar, draw_tracking_boxes, put_logo, fill_block, write_line, write_line)


class OnScreenDisplay(Alteration):
    """One to eight marks over the scene, the same marks that training shows as clean."""

    name: ClassVar[str] = "on_screen_display"

    def _alter(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        plane = np.ascontiguousarray(frame if frame.ndim == 2 else frame[:, :, 1])
        marked = plane.copy()
        for mark in _MARKS[: max(1, round(severity * len(_MARKS)))]:
            mark(marked, rng)
        if frame.ndim == 2:
            return marked
        return np.where((marked != plane)[:, :, np.newaxis], marked[:, :, np.newaxis], frame)
