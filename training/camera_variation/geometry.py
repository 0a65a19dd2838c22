"""Where a camera looks, how large its pixels are, and which way up it hangs."""

import cv2
import numpy as np

from training.distortions.base import Frame

_ZOOM_SHARE, _ZOOM_RANGE = 0.75, (0.4, 1.6)
_STRETCH_RANGE = (0.9, 1.1)
_MIRROR_SHARE, _UPSIDE_DOWN_SHARE, _QUARTER_TURN_SHARE = 0.5, 0.15, 0.15
_SHRINKING = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)
_ENLARGING = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)


def vary_geometry(frame: Frame, height: int, width: int, rng: np.random.Generator) -> Frame:
    """Cut out a random part that, zoomed, gives about `height` x `width`; mirror and turn it now and then."""
    zoom = rng.uniform(*_ZOOM_RANGE) if rng.random() < _ZOOM_SHARE else 1.0
    part = cut_out(frame, int(height / zoom), int(width / zoom), rng)
    if rng.random() < _MIRROR_SHARE:
        part = part[:, ::-1]
    if rng.random() < _UPSIDE_DOWN_SHARE:
        part = part[::-1]
    if rng.random() < _QUARTER_TURN_SHARE:
        part = np.rot90(part)
    part = np.ascontiguousarray(part)
    return part if zoom == 1.0 else _resize(part, zoom, rng)


def cut_out(frame: Frame, height: int, width: int, rng: np.random.Generator) -> Frame:
    """Cut out a random part of `height` x `width`, or as much of it as the frame has."""
    height, width = min(height, frame.shape[0]), min(width, frame.shape[1])
    top = int(rng.integers(frame.shape[0] - height, endpoint=True))
    left = int(rng.integers(frame.shape[1] - width, endpoint=True))
    return frame[top : top + height, left : left + width]


def _resize(frame: Frame, zoom: float, rng: np.random.Generator) -> Frame:
    ways = _SHRINKING if zoom < 1 else _ENLARGING
    way = ways[rng.integers(len(ways))]
    rows = max(1, round(frame.shape[0] * zoom * rng.uniform(*_STRETCH_RANGE)))
    columns = max(1, round(frame.shape[1] * zoom))
    return np.asarray(cv2.resize(frame, (columns, rows), interpolation=way), np.uint8)
