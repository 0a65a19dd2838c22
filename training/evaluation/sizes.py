"""The size protocol: the ancestor's, on frames brought to the sizes of common cameras.

Enlarging adds no detail. Frames of 640 x 512 shown at 1280 x 1024 are as soft as a digital zoom of 2 makes them, which
counts as clean here; a fair picture of that size comes from a camera that has it, and of the sets that this project was
made on none has. The largest, of 640 to 800 columns, are within a zoom of 2; smaller frames are left out of a size
that would ask for more.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from training.datasets import FrameSet
from training.distortions.base import Frame
from training.evaluation.ancestor import ancestor_trials
from training.evaluation.trial import Trial

PROTOCOL: Final = "sizes"
PREFIX: Final = "size:"
SIZES_PX: Final = ((160, 120), (320, 256), (640, 512), (1280, 1024))
"""Width and height."""

_ZOOM_MAX: Final = 2.0


def size_trials(frames: FrameSet, seed: int) -> Iterator[Trial]:
    """Bring each frame to each size, then distort by the ancestor's protocol."""
    for width, height in SIZES_PX:
        resized = [
            (path, fit_to(frame, width, height)) for path, frame in zip(frames.paths, frames.frames, strict=True)
        ]
        kept = [(path, frame) for path, frame in resized if frame is not None]
        shown = replace(frames, paths=tuple(path for path, _ in kept), frames=tuple(frame for _, frame in kept))
        yield from ancestor_trials(shown, seed, protocol=f"{PREFIX}{width}x{height}", true_noise=False)


def fit_to(frame: Frame, width: int, height: int) -> Frame | None:
    """Cut the middle of a frame to the shape of a size, and scale it.

    Returns:
        uint8, `height` x `width`; None where it would have to be enlarged more than twice.
    """
    rows, columns = frame.shape[:2]
    scale = max(width / columns, height / rows)
    if scale > _ZOOM_MAX:
        return None
    kept_rows, kept_columns = min(rows, round(height / scale)), min(columns, round(width / scale))
    top, left = (rows - kept_rows) // 2, (columns - kept_columns) // 2
    middle = frame[top : top + kept_rows, left : left + kept_columns]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(middle, (width, height), interpolation=how), np.uint8)
