"""Faults of optics and sensor on values in 0..1, so that they can be put in before a gain control or after it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from training.distortions.blur import line_kernel
from training.evaluation.gain_control import Scaled

PlaneFault = Callable[[Scaled, np.random.Generator], Scaled]
"""Gives the values with the fault, H x W; what leaves 0..1 is left to whatever comes after."""


def _lens_blur(values: Scaled, _rng: np.random.Generator) -> Scaled:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 2.5), np.float32)


def _motion_blur(values: Scaled, rng: np.random.Generator) -> Scaled:
    return np.asarray(cv2.filter2D(values, -1, line_kernel(15, angle_deg=rng.uniform(0, 180))), np.float32)


def _noise(values: Scaled, rng: np.random.Generator) -> Scaled:
    return np.asarray(values + rng.standard_normal(values.shape, dtype=np.float32) * np.float32(0.08), np.float32)


def _fixed_pattern(values: Scaled, rng: np.random.Generator) -> Scaled:
    columns = rng.standard_normal((1, values.shape[1]), dtype=np.float32)
    rows = rng.standard_normal((values.shape[0], 1), dtype=np.float32)
    return np.asarray(values + np.float32(0.06) * columns + np.float32(0.03) * rows, np.float32)


def _dead_pixels(values: Scaled, rng: np.random.Generator) -> Scaled:
    """Stick 0.3 % of the pixels at black or white, or a little beyond: few enough to leave the gain control alone."""
    stuck = values.copy()
    broken = rng.random(values.shape) < 0.003
    levels = rng.choice(np.array([-0.2, 0.0, 1.0, 1.2], np.float32), size=int(broken.sum()))
    stuck[broken] = levels
    return stuck


def _line_noise(values: Scaled, rng: np.random.Generator) -> Scaled:
    """Shift the level of one row in eight."""
    hit = rng.random((values.shape[0], 1)) < 0.125
    return values + np.where(hit, rng.uniform(-0.35, 0.35, hit.shape), 0).astype(np.float32)


def _shading(values: Scaled, rng: np.random.Generator) -> Scaled:
    """Darken the corners by 0.6 of the span, about a centre that is a little off."""
    height, width = values.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    off_y, off_x = rng.uniform(-0.2, 0.2, 2)
    falloff = ((y - off_y) ** 2 + (x - off_x) ** 2) / 2
    return values - np.asarray(0.6 * falloff, np.float32)


def _ghosting(values: Scaled, rng: np.random.Generator) -> Scaled:
    shift = int(rng.integers(8, 16))
    return np.asarray(0.55 * values + 0.45 * np.roll(values, shift, axis=1), np.float32)


PLANE_FAULTS: Final[Mapping[str, PlaneFault]] = MappingProxyType(
    {
        "lens_blur": _lens_blur,
        "motion_blur": _motion_blur,
        "gaussian_noise": _noise,
        "fixed_pattern_noise": _fixed_pattern,
        "dead_pixels": _dead_pixels,
        "line_noise": _line_noise,
        "shading": _shading,
        "ghosting": _ghosting,
    }
)
"""Each fault by the kind that names it, all of a middle strength."""
