"""A contact sheet: the scored frames side by side, each with its quality, in one picture."""

import math
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.errors import FlirIqaError
from flir_iqa.scoring_cli.annotations import Annotator
from flir_iqa.scoring_cli.card import CardSize, draw_card
from flir_iqa.scoring_cli.drawing import FOREGROUND, MUTED, blank, put_text, text_width
from flir_iqa.scoring_cli.inputs import InputFrame
from flir_iqa.scoring_cli.summary import Summary

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg"})

_CARD: Final = CardSize(width=320, picture_height=256, text_px=13)
_MARGIN_PX: Final = 18
_HEADER_PX: Final = 40
_MAX_CARDS: Final = 120
_WIDE: Final = 1.6
"""Width by height that a sheet comes close to."""


class ContactSheet(Annotator):
    """Collects cards and writes them as one picture when closed.

    Of more than 120 frames it shows every second, fourth, eighth ...: memory stays bounded however long a video is.

    Args:
        path: Picture to write; it is replaced.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cards: list[NDArray[np.uint8]] = []
        self._step = 1
        self._summary = Summary()

    def add(self, frame: InputFrame, assessment: Assessment) -> None:
        """Take in one scored frame."""
        if self._summary.n_frames % self._step == 0:
            self._cards.append(draw_card(frame.image, assessment, frame.label, _CARD))
        self._summary.add(assessment)
        if len(self._cards) > _MAX_CARDS:
            self._cards = self._cards[::2]
            self._step *= 2

    def close(self) -> str | None:
        """Write the sheet; nothing where no frame came.

        Returns:
            What was written, in words.

        Raises:
            FlirIqaError: The file cannot be written.
        """
        cards, self._cards = self._cards, []
        if not cards:
            return None
        ok, data = cv2.imencode(self._path.suffix.lower(), self._draw(cards))
        assert ok  # noqa: S101 - a uint8 picture of our own always encodes
        try:
            self._path.write_bytes(data.tobytes())
        except OSError as error:
            message = f"cannot write the contact sheet {str(self._path)!r}: {error.strerror}"
            raise FlirIqaError(message) from error
        return f"{self._path}: contact sheet of {self._which(len(cards))}"

    def _draw(self, cards: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
        n_columns = _columns(len(cards))
        n_rows = math.ceil(len(cards) / n_columns)
        across, down = _CARD.width + _MARGIN_PX, _CARD.height + _MARGIN_PX
        sheet = blank(n_columns * across + _MARGIN_PX, _HEADER_PX + n_rows * down + _MARGIN_PX)
        self._put_header(sheet, len(cards))
        for place, card in enumerate(cards):
            row, column = divmod(place, n_columns)
            x, y = _MARGIN_PX + column * across, _HEADER_PX + row * down
            sheet[y : y + _CARD.height, x : x + _CARD.width] = card
        return sheet

    def _put_header(self, sheet: NDArray[np.uint8], n_cards: int) -> None:
        end = put_text(sheet, "flir-iqa", _MARGIN_PX, 26, 14, FOREGROUND)
        words = str(self._summary) if self._step == 1 else f"{self._summary}; {self._which(n_cards)} shown"
        if end + text_width(words, 10) + 2 * _MARGIN_PX <= sheet.shape[1]:
            put_text(sheet, words, end + _MARGIN_PX, 26, 10, MUTED)

    def _which(self, n_cards: int) -> str:
        frames = "1 frame" if n_cards == 1 else f"{n_cards} frames"
        return frames if self._step == 1 else f"{frames}, each {self._step}th of {self._summary.n_frames}"


def _columns(n_cards: int) -> int:
    """Columns that make the sheet about as wide as a screen, rows filled as evenly as can be."""
    n_columns = max(1, min(n_cards, round(math.sqrt(n_cards * _WIDE * _CARD.height / _CARD.width))))
    return math.ceil(n_cards / math.ceil(n_cards / n_columns))
