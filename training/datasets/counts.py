"""Radiometric counts of 16 bits to a frame: the gain control of a display."""

import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame, to_frame

_TAIL_PERCENT = 0.5
_SPAN_MIN = 16.0  # counts; a scene that is flat to within this stays flat instead of showing the sensor's last bits


def counts_to_frame(counts: npt.NDArray[np.uint16], tail_percent: float = _TAIL_PERCENT) -> Frame:
    """Spread the counts linearly over 0..255, all but `tail_percent` of the pixels at each end.

    Args:
        counts: uint16, H x W.
        tail_percent: Per cent of the pixels that may turn black, and white.

    Returns:
        uint8, H x W.
    """
    ordered = np.sort(counts, axis=None)
    cut = int(ordered.size * tail_percent / 100)
    low, high = float(ordered[cut]), float(ordered[-1 - cut])
    slope = 255 / max(high - low, _SPAN_MIN)
    middle = np.float32((low + high) / 2)
    return to_frame((counts.astype(np.float32) - middle) * np.float32(slope) + np.float32(127.5))
