"""The strip under a frame of a video that shows its score: number, bar, and what is wrong."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.colors import quality_color
from recording.media.scores import Score

STRIP_PX: Final = 40
"""Height of the strip."""
LEAST_WIDTH_PX: Final = 480
"""Width that its words need."""

_BACKGROUND: Final = 24
_WHITE: Final = (235, 235, 235)
_GREY: Final = (110, 110, 110)
_BAR_LEFT, _BAR_RIGHT = 72, 202
_BAR_TOP, _BAR_BOTTOM = 12, 28
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX


def draw_strip(width: int, score: Score | None, time: str) -> NDArray[np.uint8]:
    """Draw the strip of one frame.

    Args:
        width: In pixels, at least `LEAST_WIDTH_PX`.
        score: The frame's score; `None` where it has none.
        time: The frame's time, for a person.

    Returns:
        uint8, `STRIP_PX` x `width` x 3 BGR.
    """
    strip = np.full((STRIP_PX, width, 3), _BACKGROUND, np.uint8)
    if score is None:
        _write(strip, "not scored", 10, _GREY)
    else:
        _write(strip, f"{score.quality:.2f}", 10, quality_color(score.quality), 0.65)
        _draw_bar(strip, score)
        _write(strip, _words(score), _BAR_RIGHT + 12, _WHITE)
    (needed, _), _ = cv2.getTextSize(time, _FONT, 0.45, 1)
    _write(strip, time, width - needed - 10, _GREY)
    return strip


def _draw_bar(strip: NDArray[np.uint8], score: Score) -> None:
    """Draw the frame's quality as a filled bar, and the camera's smoothed quality as a line across it."""
    cv2.rectangle(strip, (_BAR_LEFT, _BAR_TOP), (_BAR_RIGHT, _BAR_BOTTOM), _GREY, 1)
    end = _place(score.quality)
    cv2.rectangle(strip, (_BAR_LEFT + 1, _BAR_TOP + 1), (end, _BAR_BOTTOM - 1), quality_color(score.quality), -1)
    mean = _place(score.smoothed)
    cv2.line(strip, (mean, _BAR_TOP - 4), (mean, _BAR_BOTTOM + 4), _WHITE, 2)


def _place(quality: float) -> int:
    """Return where on the bar a quality is."""
    return round(_BAR_LEFT + 1 + min(1.0, max(0.0, quality)) * (_BAR_RIGHT - _BAR_LEFT - 2))


def _words(score: Score) -> str:
    if score.distortion == "none":
        return "clean"
    kind = "".join(char if char.isascii() and char.isprintable() else "?" for char in score.distortion)[:24]
    return f"{kind.replace('_', ' ')} {score.probability:.0%}"


def _write(strip: NDArray[np.uint8], text: str, x: int, color: tuple[int, int, int], scale: float = 0.45) -> None:
    cv2.putText(strip, text, (x, 26), _FONT, scale, color, 1, cv2.LINE_AA)
