"""Video files, played at their own pace as if a camera sent them."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import av
from av.container import InputContainer

from flir_iqa.errors import CameraError
from plumbing.cameras import CameraSettings
from producers.captured import CapturedFrame, utc_now
from producers.sources.decoding import DECODER_OPTIONS, PacketDecoder, describe
from producers.sources.pulse import Pulse

_FORMATS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mjpeg,h264,hevc"
"""Containers that hold pictures themselves: play lists, which name further files to open, are not among them."""
_DEFAULT_FPS: Final = 25.0
_LONGEST_PAUSE_S: Final = 10.0
"""Longest wait for a frame; a larger step of the presentation time is taken as a cut."""


class FilmSource:
    """A video file.

    Unit of parallelism: one reader. Delivery: each frame once a showing, `captured_at` is when it is shown. Failure:
    a file that is missing or broken is a `CameraError`.
    """

    live = False

    def __init__(self, path: Path, camera: CameraSettings) -> None:
        self._path = path
        self._camera = camera

    @property
    def fps(self) -> float | Literal["all"]:
        """How many of its frames a second are wanted."""
        return self._camera.fps

    def open(self, stopped: Pulse) -> "FilmStream":
        """Open the file.

        Raises:
            CameraError: There is no such file, or it is no film.
        """
        return FilmStream(open_film(self._path), stopped, self._path, loop=bool(self._camera.loop))


def open_film(path: Path) -> InputContainer:
    """Open a video file, and nothing else that it may name.

    Raises:
        CameraError: There is no such file, or it is no film.
    """
    options = {**DECODER_OPTIONS, "protocol_whitelist": "file", "format_whitelist": _FORMATS}
    try:
        container = av.open(f"file:{path.resolve()}", options=options)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        message = f"cannot open the film {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        raise CameraError(message) from error
    if not container.streams.video:
        container.close()
        message = f"no video stream in {str(path)!r}"
        raise CameraError(message)
    return container


class FilmStream:
    """An open film.

    Attributes:
        info: What it says of itself.
    """

    def __init__(self, container: InputContainer, stopped: Pulse, path: Path, *, loop: bool) -> None:
        self._container = container
        self._stopped = stopped
        self._path = path
        self._loop = loop
        self.info = describe(container.streams.video[0])

    def frames(self) -> Iterator[CapturedFrame]:
        """Yield each frame at its time, over and over where it loops.

        Raises:
            CameraError: The file is broken.
        """
        yield from self._show()
        while self._loop and not self._stopped.is_set():
            self._container.close()
            self._container = open_film(self._path)
            yield from self._show()

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def _show(self) -> Iterator[CapturedFrame]:
        decoder = PacketDecoder(self._container.streams.video[0])
        pace = Pace(self.info.fps or _DEFAULT_FPS)
        for packet in self._packets():
            for frame in decoder.frames(packet if packet.size else None, utc_now()):
                if self._stopped.wait(pace.wait_s(frame.pts_s, time.monotonic())):
                    return
                yield shown_now(frame)

    def _packets(self) -> Iterator[Any]:
        try:
            yield from self._container.demux(video=0)
        except av.error.FFmpegError as error:
            message = f"cannot read the film {str(self._path)!r} on: {error.strerror}"
            raise CameraError(message) from error


class Pace:
    """Says how long to wait for each frame, so that they come at the film's own pace."""

    def __init__(self, fps: float) -> None:
        self._interval_s = 1.0 / fps
        self._began_s: float | None = None
        self._pts_s = 0.0

    def wait_s(self, pts_s: float | None, now_s: float) -> float:
        """Return the seconds from now to the frame's time, 0 if it is late; `now_s` is monotonic."""
        if self._began_s is None:
            self._began_s, self._pts_s = now_s - (pts_s or 0.0), pts_s or 0.0
            return 0.0
        stepped = self._pts_s + self._interval_s if pts_s is None else pts_s
        if not 0 <= stepped - self._pts_s <= _LONGEST_PAUSE_S:
            self._began_s += self._pts_s + self._interval_s - stepped
        self._pts_s = stepped
        return max(0.0, self._began_s + stepped - now_s)


def shown_now(frame: CapturedFrame) -> CapturedFrame:
    """Return the frame as captured now, when it is shown."""
    return CapturedFrame(
        captured_at=utc_now(),
        pts_s=frame.pts_s,
        width=frame.width,
        height=frame.height,
        picture=frame.picture,
        damaged=frame.damaged,
    )
