"""Domain randomisation: the same clean scene as another clean camera would show it.

What is done here must leave a frame that a person still calls clean: it teaches what is no distortion.
"""

import numpy as np

from training.camera_variation.edges import emboss_edges
from training.camera_variation.gain import vary_gain
from training.camera_variation.geometry import cut_out, vary_geometry
from training.camera_variation.haze import add_haze
from training.camera_variation.inset import set_inset
from training.camera_variation.margins import add_margins
from training.camera_variation.optics import vary_optics
from training.camera_variation.overlay import draw_overlay
from training.camera_variation.sensor import vary_sensor
from training.camera_variation.sky import put_sky
from training.distortions.base import Frame

__all__ = ["cut_out", "vary_camera", "vary_scene", "vary_screen"]


def vary_camera(frame: Frame, height: int, width: int, rng: np.random.Generator, other: Frame | None = None) -> Frame:
    """Show a grey frame, a part of it or the whole, as another camera would.

    The part is cut out first: five times cheaper than last.

    Args:
        frame: uint8, H x W, grey; left as it is.
        height: Rows that the result should have; it has fewer where the frame has.
        width: Columns that the result should have; likewise. Both are met to within a tenth.
        rng: Source of all choices.
        other: Another clean frame, uint8, H x W of any size, for insets and foreign edges; else `frame` serves.
    """
    other = frame if other is None else other
    return vary_screen(vary_scene(frame, height, width, rng, other), rng, other)


def vary_scene(frame: Frame, height: int, width: int, rng: np.random.Generator, other: Frame) -> Frame:
    """Do the first half of `vary_camera`: what lens, sensor and gain control do, before anything is drawn over it."""
    varied = add_haze(put_sky(vary_geometry(frame, height, width, rng), rng), rng)
    varied = vary_optics(vary_gain(varied, rng), rng)
    return emboss_edges(vary_sensor(varied, rng), rng, other)


def vary_screen(frame: Frame, rng: np.random.Generator, other: Frame) -> Frame:
    """Do the second half of `vary_camera`: what is put over the picture or around it, beyond the reach of the lens."""
    return draw_overlay(add_margins(set_inset(frame, rng, other), rng), rng)
