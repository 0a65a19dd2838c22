"""A drift report as a picture: how the differences of two models are spread, camera by camera."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.drift.report import DriftReport
from flir_iqa.drift.summary import HISTOGRAM_EDGES, DriftSummary
from flir_iqa.scoring_cli.drawing import (
    BACKGROUND,
    FOREGROUND,
    MUTED,
    RAISED,
    Color,
    blank,
    fit_text,
    put_text,
    text_width,
)

_WIDTH: Final = 1280
_MARGIN: Final = 48
_HEADER: Final = 116
_PANEL: Final = 214
_BARS: Final = 130
_TEXT: Final = 13
_SMALL: Final = 10
_CAMERAS_SHOWN: Final = 20
_AS_BEFORE: Final = 0.005
"""Differences up to this are none that anyone would see."""

# Blue, orange and grey that people with any colour vision tell apart (Okabe and Ito, 2002), in BGR.
_LOWER: Final[Color] = (0, 159, 230)
_HIGHER: Final[Color] = (233, 180, 86)
_SAME: Final[Color] = (150, 150, 150)


def draw_drift(report: DriftReport) -> NDArray[np.uint8]:
    """Draw the report, uint8, H x W x 3 BGR: all frames first, then the cameras that differ most.

    Each panel shows the share of the frames in each bin of `HISTOGRAM_EDGES`; the bins are fine around 0.
    """
    worst = sorted(report.cameras.items(), key=lambda item: -item[1].mean_absolute_difference)
    shown = [("all frames", report.overall), *worst[:_CAMERAS_SHOWN]]
    left_out = len(worst) - _CAMERAS_SHOWN
    canvas = blank(_WIDTH, _HEADER + _PANEL * len(shown) + (3 * _TEXT if left_out > 0 else _TEXT))
    _draw_head(canvas, report)
    for place, (name, summary) in enumerate(shown):
        _draw_panel(canvas, name, summary, _HEADER + place * _PANEL)
    if left_out > 0:
        put_text(canvas, f"and {left_out} cameras that differ less", _MARGIN, canvas.shape[0] - _TEXT, _TEXT, MUTED)
    return canvas


def _draw_head(canvas: NDArray[np.uint8], report: DriftReport) -> None:
    first, second = report.models
    title = f"{second.label} ({second.path}) less {first.label} ({first.path})"
    put_text(canvas, fit_text(title, _WIDTH - 2 * _MARGIN, 17), _MARGIN, 34, 17, FOREGROUND)
    verdict = "; ".join(report.breaches) if report.breaches else _kept(report)
    put_text(canvas, fit_text(verdict, _WIDTH - 2 * _MARGIN, _TEXT), _MARGIN, 62, _TEXT, FOREGROUND)
    x = put_text(canvas, "quality is lower now", _MARGIN, 90, _TEXT, _LOWER)
    x = put_text(canvas, "as before", x + 24, 90, _TEXT, _SAME)
    put_text(canvas, "higher", x + 24, 90, _TEXT, _HIGHER)


def _kept(report: DriftReport) -> str:
    return "within the limits" if report.within_limits else "share of the frames by difference of quality"


def _draw_panel(canvas: NDArray[np.uint8], name: str, summary: DriftSummary, top: int) -> None:
    line = (
        f"{name}: {summary.n_frames} frames, {summary.n_flips} flip, "
        f"mean difference {summary.mean_difference:+.3f}, largest {summary.max_absolute_difference:.3f}"
    )
    put_text(canvas, fit_text(line, _WIDTH - 2 * _MARGIN, _TEXT), _MARGIN, top + 16, _TEXT, FOREGROUND)
    bottom = top + 30 + _BARS
    cv2.rectangle(canvas, (_MARGIN, top + 30), (_WIDTH - _MARGIN, bottom), RAISED, cv2.FILLED)
    width = (_WIDTH - 2 * _MARGIN) / len(summary.histogram)
    for index, count in enumerate(summary.histogram):
        left, right = round(_MARGIN + index * width) + 2, round(_MARGIN + (index + 1) * width) - 2
        _draw_bar(canvas, (left, right), bottom, count / summary.n_frames, _colour(index))
    for index, edge in enumerate(HISTOGRAM_EDGES):
        x = round(_MARGIN + index * width)
        cv2.line(canvas, (x, bottom), (x, bottom + 4), MUTED, 1)
        text = f"{edge:+g}"
        put_text(canvas, text, x - text_width(text, _SMALL) // 2, bottom + 18, _SMALL, MUTED)


def _draw_bar(canvas: NDArray[np.uint8], sides: tuple[int, int], bottom: int, share: float, colour: Color) -> None:
    if share == 0:
        return
    left, right = sides
    top = bottom - max(2, round(share * (_BARS - 22)))
    cv2.rectangle(canvas, (left, top), (right, bottom - 1), colour, cv2.FILLED)
    cv2.rectangle(canvas, (left, top), (right, bottom - 1), BACKGROUND, 1)
    put_text(canvas, f"{share:.1%}", left + 4, top - 5, _SMALL, FOREGROUND)


def _colour(index: int) -> Color:
    if HISTOGRAM_EDGES[index + 1] <= -_AS_BEFORE:
        return _LOWER
    return _HIGHER if HISTOGRAM_EDGES[index] >= _AS_BEFORE else _SAME
