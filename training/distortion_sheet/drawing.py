"""Draws the rows of the sheet into one picture."""

from collections.abc import Callable, Sequence
from typing import Final

import cv2
import numpy as np

from flir_iqa.colors import quality_color
from flir_iqa.scoring_cli.drawing import FOREGROUND, MUTED, blank, put_picture, put_text, text_width, vivid
from training.distortion_sheet.rows import Row, Tile
from training.distortions.base import Frame

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 208

_MARGIN_PX, _GAP_PX = 18, 8
_TITLE_PX, _CAPTION_PX = 30, 22
_TITLE_TEXT_PX, _CAPTION_TEXT_PX = 13, 9

QualityOf = Callable[[Frame], float]


def fit_tile(picture: Frame) -> Frame:
    """Shrink a picture until it fits into a tile: drawn pixel by pixel, fine faults stay visible."""
    scale = min(1.0, TILE_WIDTH / picture.shape[1], TILE_HEIGHT / picture.shape[0])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def draw_sheet(rows: Sequence[Row], quality_of: QualityOf | None) -> Frame:
    """Draw all rows, one below the other.

    Args:
        rows: At least one, all with the same number of tiles; frames as `fit_tile` gives them.
        quality_of: What scores a frame, for the captions; None leaves the scores out.

    Returns:
        uint8, H x W x 3.
    """
    row_px = _TITLE_PX + TILE_HEIGHT + _CAPTION_PX
    width = 2 * _MARGIN_PX + len(rows[0].tiles) * (TILE_WIDTH + _GAP_PX) - _GAP_PX
    canvas = blank(width, 2 * _MARGIN_PX + len(rows) * row_px)
    for number, row in enumerate(rows):
        top = _MARGIN_PX + number * row_px
        end = put_text(canvas, row.name.replace("_", " "), _MARGIN_PX, top + 18, _TITLE_TEXT_PX, FOREGROUND)
        put_text(canvas, row.remark, end + 12, top + 18, _CAPTION_TEXT_PX, MUTED)
        for column, tile in enumerate(row.tiles):
            left = _MARGIN_PX + column * (TILE_WIDTH + _GAP_PX)
            _draw_tile(canvas, tile, left, top + _TITLE_PX, quality_of)
    return canvas


def _draw_tile(canvas: Frame, tile: Tile, left: int, top: int, quality_of: QualityOf | None) -> None:
    put_picture(canvas, tile.frame, left, top, TILE_WIDTH, TILE_HEIGHT)
    baseline = top + TILE_HEIGHT + 15
    put_text(canvas, tile.caption, left, baseline, _CAPTION_TEXT_PX, MUTED)
    if quality_of is not None:
        quality = quality_of(tile.frame)
        text = f"quality {quality:.2f}"
        right = left + TILE_WIDTH - text_width(text, _CAPTION_TEXT_PX)
        put_text(canvas, text, right, baseline, _CAPTION_TEXT_PX, vivid(quality_color(quality)))
