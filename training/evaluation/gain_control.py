"""A camera's automatic gain control: sensor values of any range become a picture of 8 bits."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame, to_frame

PERCENTILES: Final = (0.5, 99.5)
"""Which share of the values turns black and white; common among thermal cameras."""

Scaled = npt.NDArray[np.float32]
"""Sensor values, H x W, with 0 at the black point and 1 at the white point of the clean frame."""


def scale_to_span(plane: npt.NDArray[Any]) -> Scaled:
    """Scale sensor values so that the black point lies at 0 and the white point at 1; nothing is cut off.

    Args:
        plane: H x W, any real type.
    """
    low, high = np.percentile(plane, PERCENTILES)
    span = max(float(high - low), 1.0)
    return np.asarray((plane.astype(np.float32) - np.float32(low)) / np.float32(span), np.float32)


def control_gain(scaled: Scaled) -> Frame:
    """Stretch from the black to the white point of these values, and round to 8 bits.

    Args:
        scaled: H x W; a span under 0.001 of the clean frame's is taken as noise and not stretched further.
    """
    low, high = np.percentile(scaled, PERCENTILES)
    span = max(float(high - low), 1e-3)
    return to_frame((scaled - np.float32(low)) * np.float32(255 / span))
