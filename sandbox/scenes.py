"""A moving view of still frames: slow pans and zooms over the sample frames, as from a camera on a mast."""

from collections.abc import Sequence
from math import cos, pi, sin
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import simplejpeg

from sandbox.effects import Frame
from sandbox.errors import SandboxError

_SCENE_S: Final = 5.0
_TURN_S: Final = 8.0
_ZOOM: Final = 0.12


class Scenes:
    """Shows each still for a few seconds, then the next.

    Pictures are cut out at about the size of the film, enlarged by an eighth at most: more would itself be a
    blur, and the clean phases must be clean.
    """

    def __init__(self, stills: Sequence[Path], width_px: int, height_px: int) -> None:
        """Read the stills.

        Raises:
            SandboxError: There is none, or one is smaller than the film.
        """
        if not stills:
            message = "expected one still or more, got none"
            raise SandboxError(message)
        self._size = (width_px, height_px)
        self._stills = [_read(path) for path in stills]
        for path, still in zip(stills, self._stills, strict=True):
            if still.shape[0] < height_px or still.shape[1] < width_px:
                message = f"expected stills of {width_px} x {height_px} or more, {path.name} is {still.shape[1::-1]}"
                raise SandboxError(message)

    def at(self, time_s: float) -> Frame:
        """Return the view at a moment of the film."""
        still = self._stills[int(time_s / _SCENE_S) % len(self._stills)]
        angle = 2 * pi * time_s / _TURN_S
        zoom = 1 + _ZOOM * (1 - cos(angle / 2)) / 2
        width_px, height_px = self._size
        slack_x, slack_y = still.shape[1] - width_px / zoom, still.shape[0] - height_px / zoom
        left = slack_x / 2 * (1 + sin(angle))
        top = slack_y / 2 * (1 + cos(angle))
        view = np.array([[zoom, 0, -left * zoom], [0, zoom, -top * zoom]])
        moved = cv2.warpAffine(still, view, self._size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(moved, np.uint8)


def _read(path: Path) -> Frame:
    try:
        return np.asarray(simplejpeg.decode_jpeg(path.read_bytes(), colorspace="GRAY"), np.uint8)[:, :, 0]
    except (OSError, ValueError) as error:
        message = f"cannot read the still {path.name!r}: {error}"
        raise SandboxError(message) from error
