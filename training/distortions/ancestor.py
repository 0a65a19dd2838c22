"""The eight distortions of FLIQE with its fixed parameters: the protocol of its published figures.

It distorts uint8 BGR; a grey frame is treated as three equal channels.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.aliasing import decimate
from training.distortions.base import Frame, check_frame
from training.distortions.blur import convolve
from training.distortions.compression import jpeg_round_trip
from training.distortions.ghosting import overlay_shifted

FixedDistortion = Callable[[Frame, np.random.Generator], Frame]


def distort_as_ancestor(frame: Frame, kind: str, rng: np.random.Generator) -> Frame:
    """Distort a frame as FLIQE did; `gaussian_noise` in a grey frame is the luma of three noisy channels.

    Raises:
        ValueError: `frame` is no picture, or FLIQE knew no such kind.
    """
    check_frame(frame)
    if kind not in ANCESTOR_PROTOCOL:
        message = f"expected one of {', '.join(ANCESTOR_PROTOCOL)}, got {kind!r}"
        raise ValueError(message)
    return ANCESTOR_PROTOCOL[kind](frame, rng)


def _lens_blur(frame: Frame, _rng: np.random.Generator) -> Frame:
    return np.asarray(cv2.GaussianBlur(frame, (11, 11), 0), np.uint8)


def _motion_blur(frame: Frame, _rng: np.random.Generator) -> Frame:
    return convolve(frame, _ancestor_motion_kernel(15, 45))


def _ancestor_motion_kernel(length_px: int, angle_deg: float) -> npt.NDArray[np.float32]:
    """Give its kernel: a row of ones, turned about its middle, divided by the row's length, not its sum."""
    row = np.zeros((length_px, length_px), np.float32)
    row[length_px // 2] = 1
    turn = cv2.getRotationMatrix2D((length_px / 2, length_px / 2), angle_deg, 1.0)
    turned = cv2.warpAffine(row, turn, (length_px, length_px))
    return np.asarray(turned / length_px, np.float32)


def _wrapped_noise(frame: Frame, rng: np.random.Generator) -> Frame:
    """Add noise of sigma 25 that was cast to uint8 first: negative values wrap around and turn white."""
    colour = frame if frame.ndim == 3 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), np.uint8)
    noise = rng.normal(0, 25, colour.shape).astype(np.int64).astype(np.uint8)
    noisy = cv2.add(colour, noise)
    return np.asarray(noisy if frame.ndim == 3 else cv2.cvtColor(noisy, cv2.COLOR_BGR2GRAY), np.uint8)


def _brightness(gain: float) -> FixedDistortion:
    def scale(frame: Frame, _rng: np.random.Generator) -> Frame:
        return np.asarray(np.clip(frame * gain, 0, 255), np.uint8)

    return scale


def _compression(frame: Frame, _rng: np.random.Generator) -> Frame:
    return jpeg_round_trip(frame, quality=5)


def _ghosting(frame: Frame, _rng: np.random.Generator) -> Frame:
    return overlay_shifted(frame, shift_px=10, rise_px=0, opacity=0.6)


def _aliasing(frame: Frame, _rng: np.random.Generator) -> Frame:
    return decimate(frame, factor=4)


ANCESTOR_PROTOCOL: Final[Mapping[str, FixedDistortion]] = MappingProxyType(
    {
        "lens_blur": _lens_blur,
        "motion_blur": _motion_blur,
        "gaussian_noise": _wrapped_noise,
        "overexposure": _brightness(2.5),
        "underexposure": _brightness(0.3),
        "compression": _compression,
        "ghosting": _ghosting,
        "aliasing": _aliasing,
    }
)
"""Each of its kinds, in its order."""

ANCESTOR_SEVERITIES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "lens_blur": 0.4,  # cv2's sigma for 11 taps is 2.0
        "motion_blur": 0.48,
        "gaussian_noise": 1.0,  # the wrap-around turns half of the pixels white
        "overexposure": 0.5,
        "underexposure": 0.76,
        "compression": 0.76,
        "ghosting": 0.8,
        "aliasing": 0.5,
    }
)
"""Where its fixed parameters lie on our scales of severity."""
