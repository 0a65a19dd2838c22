"""A video file in which each frame is shown at its own time."""

from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import av
import numpy as np
from numpy.typing import NDArray

from recording.errors import RecordingError

FORMATS: Final = MappingProxyType({".mp4": "mp4", ".mov": "mov", ".mkv": "matroska"})
"""Suffixes of the files that can be written, and FFmpeg's names of their formats."""

_TICK: Final = Fraction(1, 1000)
# No B frames: with them MP4 states a wrong length when frames come at uneven times.
_OPTIONS: Final = {"crf": "18", "preset": "veryfast", "bf": "0"}
_NOMINAL_FPS: Final = 25


def check_video_name(path: Path) -> None:
    """Refuse a file that could not be written, before any work.

    Raises:
        RecordingError: Its suffix is not known, it exists, or its folder is not there.
    """
    if path.suffix.lower() not in FORMATS:
        message = f"expected --out to end in {', '.join(FORMATS)}, got {path.name!r}"
        raise RecordingError(message)
    if path.exists():
        message = f"{str(path)!r} exists already: give another name, or remove it"
        raise RecordingError(message)
    if not path.parent.is_dir():
        message = f"cannot write {str(path)!r}: its folder is not there"
        raise RecordingError(message)


class TimedVideo:
    """Writes H.264; the file is `NAME.part` until `finish`, and is removed where that does not come.

    Args:
        path: The file; see `check_video_name`.
        width: In pixels, even.
        height: In pixels, even.

    Raises:
        RecordingError: The file cannot be written.
    """

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._last_ms = -1
        self._finished = False
        try:
            format_name = FORMATS[path.suffix.lower()]
            self._container: Any = av.open(f"file:{self._part}", "w", format=format_name)
            self._stream = self._container.add_stream("libx264", rate=_NOMINAL_FPS, options=dict(_OPTIONS))
        except (av.error.FFmpegError, OSError) as error:
            raise self._error(error) from error
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        self._stream.codec_context.time_base = _TICK

    def write(self, picture: NDArray[np.uint8], time_ms: int) -> None:
        """Append a frame.

        Args:
            picture: uint8, height x width x 3 BGR.
            time_ms: When it is shown; where that is not after the frame before, a millisecond after it.

        Raises:
            RecordingError: The file cannot be written.
        """
        self._last_ms = max(time_ms, self._last_ms + 1)
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts, frame.time_base = self._last_ms, _TICK
        try:
            self._container.mux(self._stream.encode(frame))
        except (av.error.FFmpegError, OSError) as error:
            raise self._error(error) from error

    def finish(self) -> None:
        """Write all out, and give the file its name.

        Raises:
            RecordingError: The file cannot be written.
        """
        try:
            self._container.mux(self._stream.encode(None))
            self._container.close()
            self._part.replace(self._path)
        except (av.error.FFmpegError, OSError) as error:
            raise self._error(error) from error
        self._finished = True

    def close(self) -> None:
        """Remove what is not finished. May be called twice."""
        if self._finished:
            return
        try:
            self._container.close()
        except (av.error.FFmpegError, OSError):  # the disk is full: `write` has said so
            pass
        self._part.unlink(missing_ok=True)

    def _error(self, error: Exception) -> RecordingError:
        reason = getattr(error, "strerror", None) or error
        return RecordingError(f"cannot write the video {str(self._path)!r}: {reason}")
