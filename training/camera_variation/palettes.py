"""Grey levels that a pseudo-colour picture turns into when only its luma is looked at.

These palettes are drawn for training alone. The palette protocol of the evaluation has its own, of the same names but
other colours, so that it asks about palettes that training has not shown.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from training.distortions.base import Frame

Colour = tuple[int, int, int]

_STOPS: Final[Sequence[Sequence[Colour]]] = (
    # Ironbow: black, violet, red, orange, yellow, white. Its luma rises all the way.
    ((0, 0, 0), (120, 0, 30), (150, 0, 140), (60, 40, 220), (0, 140, 255), (60, 230, 255), (255, 255, 255)),
    # Arctic: blue that brightens to cyan, dark again in the middle, then gold to white.
    ((60, 0, 0), (220, 60, 20), (255, 230, 120), (110, 110, 110), (20, 120, 200), (90, 220, 255), (255, 255, 255)),
    # Lava: black, blue, violet, red, yellow, white.
    ((0, 0, 0), (130, 40, 10), (110, 20, 90), (30, 20, 200), (20, 110, 250), (80, 220, 255), (255, 255, 255)),
    # Rainbow: blue, cyan, green, yellow, red.
    ((130, 0, 0), (255, 80, 0), (220, 220, 0), (40, 200, 0), (0, 240, 240), (0, 110, 255), (0, 0, 200)),
    # Rainbow of high contrast: the hues come twice, so that its luma goes up and down.
    (
        (0, 0, 0),
        (160, 0, 120),
        (255, 40, 0),
        (255, 230, 0),
        (0, 120, 0),
        (0, 230, 120),
        (0, 240, 255),
        (0, 90, 255),
        (60, 0, 160),
        (200, 120, 255),
        (255, 255, 255),
    ),
)
_KNOWN_SHARE = 0.5
_N_STOPS, _STOP_SIGMA = (3, 7), 35.0
_OPENCV: Final = (
    cv2.COLORMAP_INFERNO,
    cv2.COLORMAP_JET,
    cv2.COLORMAP_HOT,
    cv2.COLORMAP_PLASMA,
    cv2.COLORMAP_RAINBOW,
)


def _luma_between(stops: Sequence[Colour]) -> Frame:
    where = np.linspace(0, 255, len(stops))
    channels = [np.interp(np.arange(256), where, [stop[channel] for stop in stops]) for channel in range(3)]
    return _luma_of(np.rint(np.stack(channels, axis=1)).astype(np.uint8)[:, np.newaxis])


def _luma_of(colours: Frame) -> Frame:
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY), np.uint8)[:, 0]


def _luma_of_opencv(palette: int) -> Frame:
    levels = np.arange(256, dtype=np.uint8)[:, np.newaxis]
    return _luma_of(np.asarray(cv2.applyColorMap(levels, palette), np.uint8))


PALETTE_LUMA: Final[tuple[Frame, ...]] = (
    *(_luma_between(stops) for stops in _STOPS),
    *(_luma_of_opencv(palette) for palette in _OPENCV),
)
"""For each palette the luma of its 256 colours, from cold to hot; uint8."""


def draw_palette(rng: np.random.Generator) -> Frame:
    """Draw a palette's luma: half of the time a known one, else one that nobody makes, for there are many.

    A palette of pseudo-colour is chosen for its hues: its luma mostly rises, and may fall in between.
    """
    if rng.random() < _KNOWN_SHARE:
        return PALETTE_LUMA[int(rng.integers(len(PALETTE_LUMA)))]
    n_stops = int(rng.integers(*_N_STOPS, endpoint=True))
    rising = np.linspace(rng.uniform(0, 60), rng.uniform(150, 255), n_stops)
    stops = np.clip(rising + rng.normal(0, _STOP_SIGMA, n_stops), 0, 255)
    where = np.sort(rng.uniform(0, 255, n_stops))
    where[[0, -1]] = 0, 255
    return np.rint(np.interp(np.arange(256), where, stops)).astype(np.uint8)
