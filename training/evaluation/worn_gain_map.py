"""Radiometric frames shown again with a worn gain map: what a sensor shows long after its last calibration."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from training.evaluation.gain_control import Scaled, control_gain, scale_to_span
from training.evaluation.planes import PlaneSet
from training.evaluation.source import Source
from training.evaluation.trial import Trial

PROTOCOL: Final = "worn-gain-map"
_KIND: Final = "fixed_pattern_noise"
_GAIN_SIGMA: Final = 0.03
_COLUMN_GAIN_SIGMA: Final = 0.04
_OFFSET_SIGMA: Final = 0.02
_COLUMN_OFFSET_SIGMA: Final = 0.03
_WEAR_RANGE: Final = (0.8, 2.0)


def worn_gain_map_trials(planes: PlaneSet, seed: int) -> Iterator[Trial]:
    """Show each frame with a sound gain map and with a worn one, each after the gain control.

    Gain and offset drift for each pixel, and more for each column, whose amplifier all of its pixels share; in shares
    of the frame's span. How far differs from frame to frame.
    """
    for index, (path, plane) in enumerate(zip(planes.paths, planes.frames, strict=True)):
        scaled = scale_to_span(plane)
        source = Source(camera=planes.name, name=path.name, index=index, frame=control_gain(scaled))
        yield source.clean(PROTOCOL)
        worn = wear(scaled, source.generator(seed, PROTOCOL))
        yield source.distorted(PROTOCOL, _KIND, None, control_gain(worn))


def wear(scaled: Scaled, rng: np.random.Generator) -> Scaled:
    """Let gain and offset of each pixel and each column drift.

    Args:
        scaled: H x W, 0..1 between black and white point.
        rng: Source of the drift.
    """
    extent = rng.uniform(*_WEAR_RANGE)
    gain = _drift(scaled, _GAIN_SIGMA, _COLUMN_GAIN_SIGMA, rng)
    offset = _drift(scaled, _OFFSET_SIGMA, _COLUMN_OFFSET_SIGMA, rng)
    return np.asarray(scaled * (1 + extent * gain) + extent * offset, np.float32)


def _drift(scaled: Scaled, pixel_sigma: float, column_sigma: float, rng: np.random.Generator) -> Scaled:
    pixels = rng.standard_normal(scaled.shape, dtype=np.float32) * np.float32(pixel_sigma)
    columns = rng.standard_normal((1, scaled.shape[1]), dtype=np.float32) * np.float32(column_sigma)
    return pixels + columns
