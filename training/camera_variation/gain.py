"""How a camera maps radiation to grey levels: gain control, gamma, contrast, polarity, palette."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame, to_frame

_POLARITY_SHARE = 0.3
_CLAHE_SHARE, _EQUALISE_SHARE, _STRETCH_SHARE = 0.3, 0.1, 0.2
_SPAN_MIN = 8.0
_GAMMA_SHARE, _GAMMA_LOG_MAX = 0.5, 0.6
_CONTRAST_SHARE, _CONTRAST_RANGE, _BRIGHTNESS_MAX = 0.5, (0.55, 1.3), 40.0
_TAIL_PERCENT = 2.0
_PALETTE_SHARE = 0.08
_PALETTES = (
    cv2.COLORMAP_INFERNO,
    cv2.COLORMAP_JET,
    cv2.COLORMAP_HOT,
    cv2.COLORMAP_PLASMA,
    cv2.COLORMAP_RAINBOW,
)


def _luma_of_palette(palette: int) -> Frame:
    levels = np.arange(256, dtype=np.uint8)[:, np.newaxis]
    return np.asarray(cv2.cvtColor(cv2.applyColorMap(levels, palette), cv2.COLOR_BGR2GRAY), np.uint8)[:, 0]


_PALETTE_LUMA: Final = tuple(_luma_of_palette(palette) for palette in _PALETTES)


def vary_gain(frame: Frame, rng: np.random.Generator) -> Frame:
    """Map the grey levels of a clean frame as another camera, or another setting of it, would."""
    if rng.random() < _POLARITY_SHARE:
        frame = 255 - frame
    frame = _control_gain(frame, rng)
    levels = np.arange(256, dtype=np.float32)
    if rng.random() < _GAMMA_SHARE:
        gamma = np.exp(rng.uniform(-_GAMMA_LOG_MAX, _GAMMA_LOG_MAX))
        levels = np.asarray(255 * (levels / 255) ** gamma, np.float32)
    if rng.random() < _CONTRAST_SHARE:
        low, high = np.percentile(levels[frame], [_TAIL_PERCENT, 100 - _TAIL_PERCENT])
        levels = _set_contrast(levels, float(low), float(high), rng)
    mapped = to_frame(levels)
    if rng.random() < _PALETTE_SHARE:
        mapped = _PALETTE_LUMA[rng.integers(len(_PALETTE_LUMA))][mapped]
    return np.asarray(cv2.LUT(frame, mapped), np.uint8)


def _set_contrast(
    levels: npt.NDArray[np.float32], low: float, high: float, rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Change contrast and brightness, but leave `low`..`high` unsaturated: a gain that saturates is a distortion."""
    contrast = min(rng.uniform(*_CONTRAST_RANGE), 255 / max(high - low, 1.0))
    half_span = contrast * (high - low) / 2
    middle = (low + high) / 2 + rng.uniform(-_BRIGHTNESS_MAX, _BRIGHTNESS_MAX)
    kept_middle = float(np.clip(middle, half_span, 255 - half_span))
    return np.asarray((levels - (low + high) / 2) * contrast + kept_middle, np.float32)


def _control_gain(frame: Frame, rng: np.random.Generator) -> Frame:
    """Equalise locally, equalise globally, stretch, or leave the frame as it is."""
    choice = rng.random()
    if choice < _CLAHE_SHARE:
        return np.asarray(cv2.createCLAHE(rng.uniform(1, 5), (8, 8)).apply(frame), np.uint8)
    if choice < _CLAHE_SHARE + _EQUALISE_SHARE:
        return np.asarray(cv2.equalizeHist(frame), np.uint8)
    if choice < _CLAHE_SHARE + _EQUALISE_SHARE + _STRETCH_SHARE:
        return _stretch(frame, cut_low=rng.uniform(0, 2), cut_high=rng.uniform(0, 2))
    return frame


def _stretch(frame: Frame, cut_low: float, cut_high: float) -> Frame:
    """Spread the levels over 0..255, all but `cut_low` and `cut_high` per cent of the pixels."""
    low, high = np.percentile(frame, [cut_low, 100 - cut_high])
    levels = np.arange(256, dtype=np.float32)
    spread = (levels - np.float32(low)) * np.float32(255 / max(high - low, _SPAN_MIN))
    return np.asarray(cv2.LUT(frame, to_frame(spread)), np.uint8)
