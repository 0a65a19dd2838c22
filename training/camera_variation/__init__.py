"""Domain randomisation: the same clean scene as another clean camera would show it.

What is done here must leave a frame that a person still calls clean: it teaches what is no distortion.
"""

import numpy as np

from training.camera_variation.gain import vary_gain
from training.camera_variation.geometry import cut_out, vary_geometry
from training.camera_variation.optics import vary_optics
from training.camera_variation.overlay import draw_overlay
from training.camera_variation.sensor import vary_sensor
from training.distortions.base import Frame

__all__ = ["cut_out", "vary_camera"]


def vary_camera(frame: Frame, height: int, width: int, rng: np.random.Generator) -> Frame:
    """Cut a part out of a grey frame and show it as another camera would.

    The cut-out comes first: five times cheaper than last.

    Args:
        frame: uint8, H x W, grey; left as it is.
        height: Rows that the result should have; it has fewer where the frame has.
        width: Columns that the result should have; likewise.
        rng: Source of all choices.
    """
    varied = vary_geometry(frame, height, width, rng)
    varied = vary_gain(varied, rng)
    varied = vary_optics(varied, rng)
    varied = vary_sensor(varied, rng)
    return draw_overlay(varied, rng)
