"""One scored frame as a card: the picture in a border of its quality's colour, and below it what was found."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.colors import quality_color
from flir_iqa.kinds import NONE
from flir_iqa.scoring_cli.drawing import (
    FOREGROUND,
    MUTED,
    Color,
    blank,
    fit_text,
    put_bar,
    put_picture,
    put_text,
    text_width,
    vivid,
)

_BORDER_PX: Final = 4


@dataclass(frozen=True, slots=True)
class CardSize:
    """Measures of a card, in pixels; its caption comes on top of the picture's height."""

    width: int
    picture_height: int
    text_px: int = 12

    @property
    def height(self) -> int:
        """Picture and caption."""
        return self.picture_height + self.caption_height

    @property
    def caption_height(self) -> int:
        """Bar and two lines."""
        return 10 + 4 * self.text_px


def draw_card(image: NDArray[np.uint8], assessment: Assessment, label: str, size: CardSize) -> NDArray[np.uint8]:
    """Draw one frame.

    Args:
        image: H x W grey or H x W x 3 BGR.
        assessment: What was found.
        label: Where the frame comes from.
        size: Measures of the card.

    Returns:
        BGR of `size.height` x `size.width`.
    """
    card = blank(size.width, size.height)
    color = vivid(quality_color(assessment.quality))
    card[: size.picture_height] = color
    inner = size.width - 2 * _BORDER_PX
    put_picture(card, image, _BORDER_PX, _BORDER_PX, inner, size.picture_height - 2 * _BORDER_PX)
    put_bar(card, 0, size.picture_height + 4, size.width, 4, assessment.quality, color)
    _put_caption(card, assessment, label, size, color)
    return card


def describe(assessment: Assessment) -> str:
    """What was found, in words: `clean`, or the distortion and its probability."""
    if assessment.distortion == NONE:
        return "clean"
    return f"{assessment.distortion.replace('_', ' ')} {assessment.distortion_probability:.0%}"


def _put_caption(card: NDArray[np.uint8], assessment: Assessment, label: str, size: CardSize, color: Color) -> None:
    first = size.picture_height + 14 + round(1.3 * size.text_px)
    end = put_text(card, f"{assessment.quality:.3f}", 2, first, size.text_px, color)
    words = fit_text(describe(assessment), size.width - end - size.text_px, size.text_px)
    put_text(card, words, size.width - text_width(words, size.text_px) - 2, first, size.text_px, FOREGROUND)
    small = max(8, round(0.8 * size.text_px))
    put_text(card, fit_text(label, size.width - 4, small), 2, first + round(1.7 * size.text_px), small, MUTED)
