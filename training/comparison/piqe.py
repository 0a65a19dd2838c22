"""PIQE, the perception based image quality evaluator.

Written here, since the package that has it asks for the OpenCV that replaces the headless one; a test compares with
values of that package (pypiqe 1.2), whose reading of the method is followed to the last column.

Source: Venkatanath et al., "Blind image quality evaluation using perception based features", NCC 2015.
"""

from typing import Final

import cv2
import numpy as np

from training.comparison.measure import SCALING_ALONE, Measure, take_first_number
from training.distortions.base import Frame
from training.metrics import Flags, Floats

_BLOCK: Final = 16
_SEGMENT: Final = 6
_ACTIVE_FROM: Final = 0.1
_IMPAIRED_BELOW: Final = 0.1
_WINDOW: Final = (7, 7)
_SIGMA: Final = 7 / 6
_CENTRE: Final = (7, 8)
_SURROUND: Final = tuple(column for column in range(_BLOCK) if column not in (7, 9))


def piqe(frame: Frame) -> Floats:
    """Give the PIQE score of a grey frame, near 0 (best) to 100; a flat frame has 100."""
    blocks = _blocks(_normalised(frame))
    variance = blocks.var(axis=(1, 2), ddof=1)
    active = variance > _ACTIVE_FROM
    blocks, variance = blocks[active], variance[active]
    distortion = np.where(_impaired(blocks), 1 - variance, 0) + np.where(_noisy(blocks, variance), variance, 0)
    return np.array([100 * (distortion.sum() + 1) / (1 + active.sum())])


def _normalised(frame: Frame) -> Floats:
    """Stretch to the brightest pixel, then subtract the local mean and divide by the local deviation."""
    height, width = frame.shape
    padded = np.pad(frame, ((0, -height % _BLOCK), (0, -width % _BLOCK)), mode="symmetric").astype(np.float64)
    stretched = np.round(255 * (padded / max(1.0, padded.max())))
    mean = cv2.GaussianBlur(stretched, _WINDOW, _SIGMA, borderType=cv2.BORDER_REPLICATE)
    mean_square = cv2.GaussianBlur(stretched * stretched, _WINDOW, _SIGMA, borderType=cv2.BORDER_REPLICATE)
    return np.asarray((stretched - mean) / (np.sqrt(np.abs(mean_square - mean * mean)) + 1), np.float64)


def _blocks(picture: Floats) -> Floats:
    """Cut into blocks, B x 16 x 16."""
    rows, columns = picture.shape[0] // _BLOCK, picture.shape[1] // _BLOCK
    tiles = picture.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2)
    return tiles.reshape(rows * columns, _BLOCK, _BLOCK)


def _impaired(blocks: Floats) -> Flags:
    """Say which blocks have a flat piece of 6 pixels on an edge, as blocks of a strong compression do."""
    edges = np.stack([blocks[:, 0], blocks[:, :, -1], blocks[:, -1], blocks[:, :, 0]], axis=1)
    segments = np.lib.stride_tricks.sliding_window_view(edges, _SEGMENT, axis=2)
    return np.asarray((segments.std(axis=3, ddof=1) < _IMPAIRED_BELOW).any(axis=(1, 2)), np.bool_)


def _noisy(blocks: Floats, variance: Floats) -> Flags:
    """Say which blocks deviate as much at the centre as around it."""
    deviation = np.sqrt(variance)
    centre = blocks[:, :, _CENTRE].std(axis=(1, 2), ddof=1)
    surround = blocks[:, :, _SURROUND].std(axis=(1, 2), ddof=1)
    ratio = np.divide(centre, surround, out=np.zeros_like(centre), where=surround > 0)
    return np.asarray(deviation > 2 * np.abs(deviation - ratio) / np.maximum(deviation, ratio), np.bool_)


PIQE: Final = Measure(
    name="PIQE",
    fitted=SCALING_ALONE,
    describe=piqe,
    fit=take_first_number,
)
