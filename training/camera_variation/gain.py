"""How a camera maps radiation to grey levels: gain control, gamma, contrast, polarity, palette."""

import cv2
import numpy as np
import numpy.typing as npt

from training.camera_variation.palettes import draw_palette
from training.distortions.base import Frame, to_frame

_POLARITY_SHARE = 0.3
_CLAHE_SHARE, _EQUALISE_SHARE, _STRETCH_SHARE = 0.25, 0.08, 0.3
_CLAHE_LIMIT = (1.0, 3.0)
_SPAN_MIN = 64.0  # more than four levels' worth of gain would tear an 8-bit frame into bands, which is a distortion
_GAMMA_SHARE, _GAMMA_LOG_MAX = 0.4, 0.5
_CONTRAST_SHARE, _CONTRAST_RANGE, _BRIGHTNESS_MAX = 0.5, (0.55, 1.3), 40.0
_FAINT_SHARE, _FAINT_SPAN, _FAINT_MIDDLE = 0.1, (25.0, 60.0), (70.0, 190.0)
_NIGHT_SHARE, _NIGHT_MEDIAN, _NIGHT_PEAK, _NIGHT_GAMMA_MAX = 0.07, (12.0, 60.0), (190.0, 255.0), 5.0
_TAIL_PERCENT = 2.0
_NIGHT_TAIL_PERCENT = 0.05
_PALETTE_SHARE, _PALETTE_CONTRAST_MIN = 0.18, 0.3

Levels = npt.NDArray[np.float32]


def vary_gain(frame: Frame, rng: np.random.Generator) -> Frame:
    """Map the grey levels of a clean frame as another camera, or another setting of it, would."""
    if rng.random() < _POLARITY_SHARE:
        frame = 255 - frame
    if rng.random() < _NIGHT_SHARE:
        return np.asarray(cv2.LUT(frame, to_frame(_as_at_night(frame, rng))), np.uint8)
    equalised = _equalise(frame, rng)
    if equalised is not None:
        return np.asarray(cv2.LUT(equalised, to_frame(_vary_contrast(_identity(), equalised, rng))), np.uint8)
    levels = _stretch(frame, rng) if rng.random() < _STRETCH_SHARE else _identity()
    if rng.random() < _GAMMA_SHARE:
        gamma = np.exp(rng.uniform(-_GAMMA_LOG_MAX, _GAMMA_LOG_MAX))
        levels = np.asarray(255 * (np.clip(levels, 0, 255) / 255) ** gamma, np.float32)
    mapped = to_frame(_vary_contrast(levels, frame, rng))
    if rng.random() < _PALETTE_SHARE:
        mapped = _recolour(mapped, *_tails(frame, _TAIL_PERCENT), rng)
    return np.asarray(cv2.LUT(frame, mapped), np.uint8)


def _identity() -> Levels:
    return np.arange(256, dtype=np.float32)


def _equalise(frame: Frame, rng: np.random.Generator) -> Frame | None:
    """Equalise locally, or globally (what has contrast), now and then.

    What was equalised gets no gamma, stretch or palette on top: together they blow up the last bit of the source and
    the blocks of its JPEG.
    """
    choice = rng.random()
    if choice < _CLAHE_SHARE:
        return np.asarray(cv2.createCLAHE(rng.uniform(*_CLAHE_LIMIT), (8, 8)).apply(frame), np.uint8)
    low, high = _tails(frame, 2 * _TAIL_PERCENT)
    if choice < _CLAHE_SHARE + _EQUALISE_SHARE and high - low > _SPAN_MIN:
        return np.asarray(cv2.equalizeHist(frame), np.uint8)
    return None


def _stretch(frame: Frame, rng: np.random.Generator) -> Levels:
    """Spread the levels over 0..255, all but up to 2 per cent of the pixels at each end."""
    low, high = _tails(frame, rng.uniform(0, _TAIL_PERCENT))
    slope = np.float32(255 / max(high - low, _SPAN_MIN))
    return np.asarray((_identity() - np.float32((low + high) / 2)) * slope + np.float32(127.5), np.float32)


def _as_at_night(frame: Frame, rng: np.random.Generator) -> Levels:
    """Leave most of the frame near black and its hottest spots white, as a wide span of temperatures does."""
    low, high = _tails(frame, _NIGHT_TAIL_PERCENT)
    middle = float(np.median(frame))
    position = np.clip((middle - low) / max(high - low, _SPAN_MIN), 0.05, 0.95)
    peak = rng.uniform(*_NIGHT_PEAK)
    gamma = np.clip(np.log(rng.uniform(*_NIGHT_MEDIAN) / peak) / np.log(position), 1.0, _NIGHT_GAMMA_MAX)
    return np.asarray(peak * np.clip((_identity() - low) / max(high - low, _SPAN_MIN), 0, 1) ** gamma, np.float32)


def _vary_contrast(levels: Levels, frame: Frame, rng: np.random.Generator) -> Levels:
    """Change contrast and brightness now and then.

    A part with few levels near black or white is always moved to the middle: it would look wrongly exposed.
    """
    low, high = (float(levels[level]) for level in _tails(frame, _TAIL_PERCENT))
    at_the_end = not _FAINT_MIDDLE[0] <= (low + high) / 2 <= _FAINT_MIDDLE[1]
    choice = rng.random()
    if choice < _FAINT_SHARE or (high - low < _FAINT_SPAN[1] and at_the_end):
        return _make_faint(levels, low, high, rng)
    return _set_contrast(levels, low, high, rng) if choice < _FAINT_SHARE + _CONTRAST_SHARE else levels


def _set_contrast(levels: Levels, low: float, high: float, rng: np.random.Generator) -> Levels:
    """Change contrast and brightness, but leave `low`..`high` unsaturated: a gain that saturates is a distortion."""
    contrast = min(rng.uniform(*_CONTRAST_RANGE), 255 / max(high - low, 1.0))
    half_span = contrast * (high - low) / 2
    middle = (low + high) / 2 + rng.uniform(-_BRIGHTNESS_MAX, _BRIGHTNESS_MAX)
    kept_middle = float(np.clip(middle, half_span, 255 - half_span))
    return np.asarray((levels - (low + high) / 2) * contrast + kept_middle, np.float32)


def _make_faint(levels: Levels, low: float, high: float, rng: np.random.Generator) -> Levels:
    """Leave few levels between `low` and `high`, somewhere in the middle: a scene of one temperature."""
    contrast = min(1.0, rng.uniform(*_FAINT_SPAN) / max(high - low, 1.0))
    return np.asarray((levels - (low + high) / 2) * contrast + rng.uniform(*_FAINT_MIDDLE), np.float32)


def _recolour(mapped: Frame, low: int, high: int, rng: np.random.Generator) -> Frame:
    """Show levels in a palette, unless that would leave the scene, which lies in `low`..`high`, without contrast."""
    recoloured = draw_palette(rng)[mapped]
    before, after = (int(np.ptp(levels[low : high + 1])) for levels in (mapped, recoloured))
    return recoloured if after >= _PALETTE_CONTRAST_MIN * before else mapped


def _tails(frame: Frame, percent: float) -> tuple[int, int]:
    """Give the grey levels below and above which `percent` of the pixels lie; by histogram, which needs no sorting."""
    counts = np.cumsum(cv2.calcHist([frame], [0], None, [256], [0, 256]))
    low, high = np.searchsorted(counts, [frame.size * percent / 100, frame.size * (1 - percent / 100)])
    return int(low), min(int(high), 255)
