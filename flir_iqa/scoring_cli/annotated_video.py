"""A video of the scored frames, each with its quality and the quality of the frames before it."""

from collections import deque
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.colors import quality_color
from flir_iqa.errors import FlirIqaError
from flir_iqa.scoring_cli.annotations import Annotator
from flir_iqa.scoring_cli.card import CardSize, draw_card
from flir_iqa.scoring_cli.drawing import blank, vivid
from flir_iqa.scoring_cli.inputs import InputFrame

CODECS: Final = {".mp4": "mp4v", ".avi": "MJPG", ".mkv": "mp4v"}
"""Suffix -> codec that OpenCV's wheels can write."""

_MIN_WIDTH: Final = 640
_HISTORY_PX: Final = 64
_STEP_PX: Final = 3
_PICTURES_PER_S: Final = 2.0


class AnnotatedVideo(Annotator):
    """Writes cards of one size, that of the first frame, with a curve of the quality below.

    Args:
        path: Video to write; it is replaced.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: cv2.VideoWriter | None = None
        self._held: tuple[InputFrame, NDArray[np.uint8]] | None = None
        self._size = CardSize(_MIN_WIDTH, _MIN_WIDTH)
        self._history: deque[float] = deque()
        self._n_frames = 0

    def add(self, frame: InputFrame, assessment: Assessment) -> None:
        """Draw one scored frame. The first is held back until the second tells how fast the video goes."""
        if self._n_frames == 0:
            self._size = _size_for(frame.image)
            self._history = deque(maxlen=self._size.width // _STEP_PX)
        self._n_frames += 1
        self._history.append(assessment.quality)
        card = draw_card(frame.image, assessment, frame.label, self._size)
        picture = np.vstack((card, _curve(self._history, self._size.width)))
        if self._n_frames == 1:
            self._held = (frame, picture)
            return
        if self._held is not None:
            self._begin(_frames_per_s(self._held[0], frame))
        self._write(picture)

    def close(self) -> str | None:
        """Finish the video.

        Raises:
            FlirIqaError: The file cannot be written.
        """
        if self._n_frames == 0:
            return None
        if self._held is not None:
            self._begin(_PICTURES_PER_S)
        if self._writer is not None:
            self._writer.release()
            self._writer = None
        return f"{self._path}: video of {self._n_frames} frames"

    def _begin(self, frames_per_s: float) -> None:
        assert self._held is not None  # noqa: S101 - the first frame is held until here
        picture = self._held[1]
        self._held = None
        codec = cv2.VideoWriter.fourcc(*CODECS[self._path.suffix.lower()])
        size = (picture.shape[1], picture.shape[0])
        self._writer = cv2.VideoWriter(str(self._path), cv2.CAP_FFMPEG, codec, frames_per_s, size)
        if not self._writer.isOpened():
            message = f"cannot write the video {str(self._path)!r}: is its folder there and writable?"
            raise FlirIqaError(message)
        self._write(picture)

    def _write(self, picture: NDArray[np.uint8]) -> None:
        assert self._writer is not None  # noqa: S101 - _begin comes before
        self._writer.write(picture)


def _size_for(image: NDArray[np.uint8]) -> CardSize:
    """A size that shows a small thermal frame large enough to read; both sides are even, as codecs want them."""
    scale = max(1.0, _MIN_WIDTH / image.shape[1])
    width = 2 * round(image.shape[1] * scale / 2)
    text_px = max(14, width // 48)
    height = round(image.shape[0] * scale)
    return CardSize(width, height + (CardSize(width, height, text_px).height + _HISTORY_PX) % 2, text_px)


def _frames_per_s(first: InputFrame, second: InputFrame) -> float:
    """The rate at which two frames of one video follow each other; pictures are shown half a second each."""
    if first.source != second.source or first.time_s is None or second.time_s is None:
        return _PICTURES_PER_S
    gap_s = second.time_s - first.time_s
    return min(120.0, max(0.1, 1 / gap_s)) if gap_s > 0 else 25.0


def _curve(history: deque[float], width: int) -> NDArray[np.uint8]:
    """The last qualities as columns, the newest on the right, each in its colour; the dotted line is 0.5."""
    strip = blank(width, _HISTORY_PX)
    for place, quality in enumerate(reversed(history)):
        right = width - place * _STEP_PX
        top = _HISTORY_PX - 1 - round(quality * (_HISTORY_PX - 8))
        strip[top:, right - _STEP_PX + 1 : right] = vivid(quality_color(quality))
    strip[_HISTORY_PX - 1 - (_HISTORY_PX - 8) // 2, ::8] = 255
    return strip
