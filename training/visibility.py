"""Does a distortion show? Blur of a flat sky changes nothing, and brightness that saturates nothing is no fault."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame

_BLOCK_PX = 16
_LEAST_CHANGE = 2.5
_LEAST_LOSS_CHANGE = 10.0  # the codec alone changes a block by a few levels
_LEAST_LOST_SHARE = 0.02
_SATURATED = 250
_LEAST_SATURATED_SHARE = 0.01
_OVEREXPOSURE: Final = "overexposure"
_PACKET_LOSS: Final = "packet_loss"
_BY_CHANGE: Final = frozenset(
    {"lens_blur", "motion_blur", "compression", "ghosting", "aliasing", "interlace_combing", "fogged_lens", "banding"}
)
"""Kinds that leave a scene as it is where it has nothing to show; the others add something of their own."""


def is_visible(kind: str, clean: Frame, distorted: Frame) -> bool:
    """Whether a person could see what was done.

    Args:
        kind: What was done.
        clean: Grey frame before, uint8, H x W.
        distorted: The same after.

    Returns:
        For overexposure: whether 1 % of the pixels or more got saturated by it. For kinds that work on what is
        there: whether in any block of 16 x 16 pixels the mean change is 2.5 grey levels or more. For lost packets,
        which a decoder may conceal well: whether it is 10 in 2 % of the blocks. True for others.
    """
    if kind == _OVEREXPOSURE:
        return saturated_share(distorted) - saturated_share(clean) >= _LEAST_SATURATED_SHARE
    if kind == _PACKET_LOSS:
        return float((_block_changes(clean, distorted) >= _LEAST_LOSS_CHANGE).mean()) >= _LEAST_LOST_SHARE
    return kind not in _BY_CHANGE or bool(_block_changes(clean, distorted).max() >= _LEAST_CHANGE)


def _block_changes(clean: Frame, distorted: Frame) -> npt.NDArray[np.float32]:
    """Give the mean change of each block of 16 x 16 pixels."""
    change = cv2.absdiff(clean, distorted).astype(np.float32)
    size = (max(1, clean.shape[1] // _BLOCK_PX), max(1, clean.shape[0] // _BLOCK_PX))
    return np.asarray(cv2.resize(change, size, interpolation=cv2.INTER_AREA), np.float32)


def saturated_share(frame: Frame) -> float:
    """Share of the pixels that are white, or nearly so."""
    return float((frame >= _SATURATED).mean())
