"""On-screen text, which is no distortion."""

import cv2
import numpy as np

from training.distortions.base import Frame

_SHARE = 0.25
_LINES_MAX, _LENGTH_RANGE = 4, (2, 12)
_CHARACTERS = "0123456789:.-CFABE"
_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)
_LEVELS = (0, 220, 255)
_SCALE_RANGE = (0.35, 1.1)
_WEIGHTS_PX = (1, 1, 2)
_MARGIN_PX = (15, 60)


def draw_overlay(frame: Frame, rng: np.random.Generator) -> Frame:
    """Write some lines of figures on a copy of the frame, now and then."""
    if rng.random() >= _SHARE:
        return frame
    marked = frame.copy()
    for _ in range(rng.integers(1, _LINES_MAX, endpoint=True)):
        length = rng.integers(*_LENGTH_RANGE, endpoint=True)
        text = "".join(_CHARACTERS[index] for index in rng.integers(len(_CHARACTERS), size=length))
        cv2.putText(
            marked,
            text,
            _text_origin(frame, rng),
            fontFace=int(rng.choice(_FONTS)),
            fontScale=rng.uniform(*_SCALE_RANGE),
            color=int(rng.choice(_LEVELS)),
            thickness=int(rng.choice(_WEIGHTS_PX)),
        )
    return marked


def _text_origin(frame: Frame, rng: np.random.Generator) -> tuple[int, int]:
    rows, columns = frame.shape[:2]
    left = int(rng.integers(max(1, columns - _MARGIN_PX[1])))
    baseline = int(rng.integers(min(_MARGIN_PX[0], rows - 1), rows))
    return left, baseline
