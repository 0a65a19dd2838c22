"""A golden check as a picture: for each camera the quality expected and the quality got, frame by frame."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dataflow.golden.check import CameraCheck, GoldenCheck
from dataflow.golden.printing import verdict
from flir_iqa.kinds import CLEAN_THRESHOLD
from flir_iqa.scoring_cli.drawing import BACKGROUND, FOREGROUND, MUTED, RAISED, Color, blank, fit_text, put_text

_WIDTH: Final = 1280
_MARGIN: Final = 48
_HEADER: Final = 108
_PANEL: Final = 190
_CURVE: Final = 130
"""Height of the curves within a panel."""
_TEXT: Final = 13
_CAMERAS_SHOWN: Final = 20

# Blue, orange and yellow that people with any colour vision tell apart (Okabe and Ito, 2002), in BGR.
_EXPECTED: Final[Color] = (233, 180, 86)
_GOT: Final[Color] = (0, 159, 230)
_MOVED: Final[Color] = (66, 228, 240)


def draw_check(check: GoldenCheck, title: str) -> NDArray[np.uint8]:
    """Return the picture, BGR."""
    shown = check.cameras[:_CAMERAS_SHOWN]
    left_out = len(check.cameras) - len(shown)
    canvas = blank(_WIDTH, _HEADER + _PANEL * len(shown) + (2 * _TEXT + 12 if left_out else 12))
    put_text(canvas, fit_text(title, _WIDTH - 2 * _MARGIN, 17), _MARGIN, 34, 17, FOREGROUND)
    put_text(canvas, verdict(check), _MARGIN, 62, _TEXT, FOREGROUND)
    x = put_text(canvas, "expected", _MARGIN, 88, _TEXT, _EXPECTED)
    x = put_text(canvas, "got", x + 24, 88, _TEXT, _GOT)
    put_text(canvas, "moved", x + 24, 88, _TEXT, _MOVED)
    for place, camera in enumerate(shown):
        _draw_camera(canvas, camera, _HEADER + place * _PANEL)
    if left_out:
        put_text(canvas, f"and {left_out} cameras more", _MARGIN, canvas.shape[0] - _TEXT, _TEXT, MUTED)
    return canvas


def _draw_camera(canvas: NDArray[np.uint8], camera: CameraCheck, top: int) -> None:
    line = f"{camera.camera_id}: {len(camera.moved)} of {camera.n_frames} frames moved"
    if camera.moved:
        line += f", by {camera.worst:.4f} at most"
    put_text(canvas, fit_text(line, _WIDTH - 2 * _MARGIN, _TEXT), _MARGIN, top + 16, _TEXT, FOREGROUND)
    box_top = top + 28
    cv2.rectangle(canvas, (_MARGIN, box_top), (_WIDTH - _MARGIN, box_top + _CURVE), RAISED, cv2.FILLED)
    for share in (0.0, CLEAN_THRESHOLD, 1.0):
        y = _y(share, box_top)
        cv2.line(canvas, (_MARGIN, y), (_WIDTH - _MARGIN, y), MUTED if share == CLEAN_THRESHOLD else BACKGROUND, 1)
        put_text(canvas, f"{share:g}", 12, y + 5, 10, MUTED)
    if not camera.pairs:
        put_text(canvas, "no frame was scored both times", _MARGIN + 12, box_top + _CURVE // 2 - 12, _TEXT, MUTED)
        return
    _draw_curves(canvas, camera, box_top)


def _draw_curves(canvas: NDArray[np.uint8], camera: CameraCheck, box_top: int) -> None:
    """Draw both curves; many frames share a column of pixels, and each is drawn."""
    inner = _WIDTH - 2 * _MARGIN - 16
    step = inner / max(1, len(camera.pairs) - 1)
    moved = {difference.frame_id for difference in camera.moved}
    for which, color, thickness in ((0, _EXPECTED, 3), (1, _GOT, 1)):
        points = [
            (round(_MARGIN + 8 + place * step), _y(pair.qualities[which], box_top))
            for place, pair in enumerate(camera.pairs)
        ]
        cv2.polylines(canvas, [np.array(points, np.int32)], False, color, thickness, cv2.LINE_AA)
        for pair, point in zip(camera.pairs, points, strict=True):
            if pair.frame in moved:
                cv2.circle(canvas, point, 4, _MOVED if which else _EXPECTED, cv2.FILLED, cv2.LINE_AA)
            elif len(points) == 1:
                cv2.circle(canvas, point, 4 - 2 * which, color, cv2.FILLED, cv2.LINE_AA)


def _y(quality: float, box_top: int) -> int:
    return round(box_top + 4 + (1 - quality) * (_CURVE - 8))
