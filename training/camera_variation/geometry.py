"""Where a camera looks, how large its pixels are, and which way up it hangs."""

import math

import cv2
import numpy as np

from training.distortions.base import Frame

_WHOLE_SHARE = 0.25
_ZOOM_SHARE, _ZOOM_RANGE = 0.75, (0.4, 2.0)
_STRETCH_RANGE = (0.9, 1.1)
_MIRROR_SHARE, _UPSIDE_DOWN_SHARE, _QUARTER_TURN_SHARE = 0.5, 0.15, 0.15
_SHRINKING = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)
_ENLARGING = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)
_ALIASING_FREE = 0.7  # below this scale only the mean over an area keeps fine structure from turning into steps


def vary_geometry(frame: Frame, height: int, width: int, rng: np.random.Generator) -> Frame:
    """Show about `height` x `width` of a frame, turned and mirrored now and then.

    It is either the whole frame, shrunk until it fits, or a random part, zoomed by 0.4 to 2.
    """
    turned = _turn(frame, rng)
    if rng.random() < _WHOLE_SHARE:
        return shrink_to_fit(turned, height, width)
    zoom = _draw_zoom(rng) if rng.random() < _ZOOM_SHARE else 1.0
    part = cut_out(turned, math.ceil(height / zoom), math.ceil(width / zoom), rng)
    return np.ascontiguousarray(part) if zoom == 1.0 else _resize(part, zoom, rng)


def shrink_to_fit(frame: Frame, height: int, width: int) -> Frame:
    """Shrink a frame, keeping its shape, until it fits into `height` x `width`; a smaller one stays as it is."""
    scale = min(1.0, height / frame.shape[0], width / frame.shape[1])
    return average_to(frame, max(1, round(frame.shape[0] * scale)), max(1, round(frame.shape[1] * scale)))


def average_to(frame: Frame, rows: int, columns: int) -> Frame:
    """Shrink a frame by the mean over the area of each new pixel; twice as fast in two steps, the first of them 2."""
    frame = np.ascontiguousarray(frame)
    while min(frame.shape[0] / rows, frame.shape[1] / columns) >= 2:
        half = (frame.shape[1] // 2, frame.shape[0] // 2)
        even = frame[: 2 * half[1], : 2 * half[0]]
        frame = np.asarray(cv2.resize(even, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(frame, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def cut_out(frame: Frame, height: int, width: int, rng: np.random.Generator) -> Frame:
    """Cut out a random part of `height` x `width`, or as much of it as the frame has."""
    height, width = min(height, frame.shape[0]), min(width, frame.shape[1])
    top = int(rng.integers(frame.shape[0] - height, endpoint=True))
    left = int(rng.integers(frame.shape[1] - width, endpoint=True))
    return frame[top : top + height, left : left + width]


def _turn(frame: Frame, rng: np.random.Generator) -> Frame:
    """Mirror and turn, as a view: what is not shown costs nothing."""
    if rng.random() < _MIRROR_SHARE:
        frame = frame[:, ::-1]
    if rng.random() < _UPSIDE_DOWN_SHARE:
        frame = frame[::-1]
    return np.rot90(frame) if rng.random() < _QUARTER_TURN_SHARE else frame


def _draw_zoom(rng: np.random.Generator) -> float:
    """Draw a zoom evenly in its logarithm, so that strong enlargements stay rare."""
    low, high = _ZOOM_RANGE
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def _resize(part: Frame, zoom: float, rng: np.random.Generator) -> Frame:
    rows = max(1, round(part.shape[0] * zoom * rng.uniform(*_STRETCH_RANGE)))
    columns = max(1, round(part.shape[1] * zoom))
    if zoom < _ALIASING_FREE:
        return average_to(part, rows, columns)
    ways = _SHRINKING if zoom < 1 else _ENLARGING
    way = ways[rng.integers(len(ways))]
    return np.asarray(cv2.resize(np.ascontiguousarray(part), (columns, rows), interpolation=way), np.uint8)
