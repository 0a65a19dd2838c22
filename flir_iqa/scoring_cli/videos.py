"""The frames of a video file, one at a time."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.errors import FlirIqaError
from flir_iqa.images import check_size

_TOLERATED_SHORTFALL: Final = 0.02
"""Containers state their number of frames only about; a video that ends this much earlier counts as whole."""


class VideoError(FlirIqaError):
    """A video cannot be opened, or ends before its end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VideoFrame:
    """One frame of a video.

    Attributes:
        image: uint8, H x W x 3 BGR.
        index: Its number, from 0.
        time_s: Its time, in seconds.
        done: How much of the video has been read with it, 0..1; None where the video does not say how long it is.
    """

    image: NDArray[np.uint8]
    index: int
    time_s: float
    done: float | None


def read_video(path: Path, every: int = 1, limit: int | None = None) -> Iterator[VideoFrame]:
    """Yield every `every`th frame from the first on, at most `limit`.

    Colour video of 10 bits is shown and scored in 8, as players do it.

    Raises:
        OSError: The file cannot be read.
        VideoError: It is no video, holds no frame, holds grey counts of more than 8 bits, or ends well before the
            end that it states.
        ImageError: Its frames are too small or too large to be scored.
    """
    with path.open("rb"):
        pass  # OpenCV does not say why it cannot open a file; the operating system does
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    try:
        _check(capture, path)
        yield from _frames(capture, every, limit)
    finally:
        capture.release()


def _check(capture: cv2.VideoCapture, path: Path) -> None:
    if not capture.isOpened():
        message = (
            f"expected a video, got {path.stat().st_size} bytes that hold none, or in a codec that is not built in"
        )
        raise VideoError(message)
    sides = (cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FRAME_WIDTH)
    check_size(*(int(capture.get(side)) for side in sides))  # before the first frame is decoded
    if _is_deep(capture):
        message = (
            "expected a video of 8 bits a channel, got grey counts of more; convert it as your display does, e.g. by "
            "`ffmpeg -i in.mkv -vf normalize,format=gray out.mp4`, and keep that conversion: it changes the score"
        )
        raise VideoError(message)


def _is_deep(capture: cv2.VideoCapture) -> bool:
    """Whether the pixels are grey of 10 to 16 bits, which OpenCV would cut to 8 without a word.

    FFmpeg's tags for these formats are `Y`, `1`, 0 and the depth, reversed where the bytes are big-endian.
    """
    tag = int(capture.get(cv2.CAP_PROP_CODEC_PIXEL_FORMAT)).to_bytes(4, "little", signed=True)
    return tag.startswith(b"Y1\x00") or tag.endswith(b"\x001Y")


def _frames(capture: cv2.VideoCapture, every: int, limit: int | None) -> Iterator[VideoFrame]:
    n_stated = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    last = None if limit is None else (limit - 1) * every
    n_wanted = n_stated if last is None else min(n_stated, last + 1)
    for index in itertools.count():
        if not capture.grab():
            _check_whole(index, n_stated)
            return
        if index % every == 0:
            yield _retrieve(capture, index, n_wanted)
        if index == last:
            return


def _retrieve(capture: cv2.VideoCapture, index: int, n_wanted: int) -> VideoFrame:
    ok, image = capture.retrieve()
    if not ok:
        message = f"frame {index} does not decode"
        raise VideoError(message)
    return VideoFrame(
        image=np.asarray(image, np.uint8),
        index=index,
        time_s=capture.get(cv2.CAP_PROP_POS_MSEC) / 1000,
        done=min(1.0, (index + 1) / n_wanted) if n_wanted > 0 else None,
    )


def _check_whole(n_read: int, n_stated: int) -> None:
    if n_read == 0:
        message = "expected a video, got one without a frame that decodes"
        raise VideoError(message)
    if n_read < n_stated * (1 - _TOLERATED_SHORTFALL) - 1:
        message = (
            f"ends early: {n_read} frames could be read of the {n_stated} that it states; it is cut off or damaged"
        )
        raise VideoError(message)
