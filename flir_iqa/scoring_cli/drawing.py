"""Drawing on pictures: text that fits, pictures scaled into a box, the look that video and contact sheet share."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Color = tuple[int, int, int]
"""BGR, 0..255."""

BACKGROUND: Final[Color] = (24, 20, 18)
RAISED: Final[Color] = (44, 38, 34)
FOREGROUND: Final[Color] = (240, 236, 232)
MUTED: Final[Color] = (160, 150, 142)

_FONT: Final = cv2.FONT_HERSHEY_DUPLEX


def vivid(color: Color) -> Color:
    """Brighten a colour to the most that its hue allows: halfway from red to green it would be a dark olive."""
    brightest = max(color)
    blue, green, red = (round(255 * channel / brightest) for channel in color)
    return blue, green, red


def blank(width: int, height: int) -> NDArray[np.uint8]:
    """Return an empty BGR picture in the background's colour."""
    return np.full((height, width, 3), BACKGROUND, np.uint8)


def put_text(canvas: NDArray[np.uint8], text: str, x: int, baseline: int, height_px: int, color: Color) -> int:
    """Write `text` in capitals of `height_px`; return where it ends. Characters beyond ASCII become `?`."""
    scale = cv2.getFontScaleFromHeight(_FONT, height_px, 1)
    cv2.putText(canvas, _ascii(text), (x, baseline), _FONT, scale, color, 1, cv2.LINE_AA)
    return x + text_width(text, height_px)


def text_width(text: str, height_px: int) -> int:
    """Return how many pixels `text` takes."""
    return int(cv2.getTextSize(_ascii(text), _FONT, cv2.getFontScaleFromHeight(_FONT, height_px, 1), 1)[0][0])


def fit_text(text: str, width: int, height_px: int) -> str:
    """Shorten `text` from its beginning until it takes at most `width`: a path's end says more than its beginning."""
    if text_width(text, height_px) <= width:
        return text
    while len(text) > 1 and text_width("..." + text, height_px) > width:
        text = text[1:]
    return "..." + text


def put_picture(canvas: NDArray[np.uint8], image: NDArray[np.uint8], x: int, y: int, width: int, height: int) -> None:
    """Scale a grey or BGR picture into a box, whole and undistorted, on black."""
    scale = min(width / image.shape[1], height / image.shape[0])
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    scaled = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    colored = cv2.cvtColor(scaled, cv2.COLOR_GRAY2BGR) if scaled.ndim == 2 else scaled
    canvas[y : y + height, x : x + width] = 0
    left, top = x + (width - size[0]) // 2, y + (height - size[1]) // 2
    canvas[top : top + size[1], left : left + size[0]] = colored


def put_bar(canvas: NDArray[np.uint8], x: int, y: int, width: int, height: int, share: float, color: Color) -> None:
    """Draw a bar of which `share`, 0..1, is filled."""
    cv2.rectangle(canvas, (x, y), (x + width - 1, y + height - 1), RAISED, cv2.FILLED)
    filled = round(width * share)
    if filled:
        cv2.rectangle(canvas, (x, y), (x + filled - 1, y + height - 1), color, cv2.FILLED)


def _ascii(text: str) -> str:
    """Replace what the font does not have."""
    return text.encode("ascii", "replace").decode()
