"""A camera that does as it is told, for tests."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from flir_iqa.errors import CameraError
from producers.captured import CapturedFrame, JpegPicture, utc_now
from producers.sources.base import StreamInfo
from producers.sources.pulse import Pulse


def frame_of(data: bytes | None, *, damaged: bool = False) -> CapturedFrame:
    """Make a frame that is captured now, of these bytes; `None` for one that does not decode."""
    picture = None if data is None else JpegPicture(data)
    return CapturedFrame(captured_at=utc_now(), pts_s=None, width=64, height=48, picture=picture, damaged=damaged)


@dataclass
class Connection:
    """One connection to a scripted camera: frames, and how it ends."""

    frames: Sequence[CapturedFrame] = ()
    failure: Exception | None = None
    """Raised after the last frame; without one the stream just ends."""
    refuses: bool = False
    """Whether `failure` is raised when it is opened, before any frame."""
    hangs: bool = False
    """Whether it says nothing more after the last frame, until the reader is stopped."""
    before_each: Callable[[], object] = field(default=lambda: None)
    """Called before each frame: time may pass in it."""


class ScriptedSource:
    """Plays its connections one after another, and then refuses."""

    def __init__(
        self, *connections: Connection, live: bool = True, fps: float | Literal["all"] = "all", repeat: bool = False
    ) -> None:
        self.live = live
        self.fps = fps
        self.n_opened = 0
        self._connections = connections
        self._repeat = repeat

    def open(self, stopped: Pulse) -> "ScriptedStream":
        """Open the next connection.

        Raises:
            CameraError: It refuses, or there is none left.
        """
        index = self.n_opened % len(self._connections) if self._repeat else self.n_opened
        self.n_opened += 1
        if index >= len(self._connections):
            message = "the script is over"
            raise CameraError(message)
        connection = self._connections[index]
        if connection.refuses and connection.failure is not None:
            raise connection.failure
        return ScriptedStream(connection, stopped)


class ScriptedStream:
    """An open connection to a scripted camera."""

    def __init__(self, connection: Connection, stopped: Pulse) -> None:
        self.info = StreamInfo("scripted", None, None, None)
        self._connection = connection
        self._stopped = stopped

    def frames(self) -> Iterator[CapturedFrame]:
        """Yield its frames, then end as the script says."""
        for frame in self._connection.frames:
            self._connection.before_each()
            yield frame
        if self._connection.hangs:
            self._stopped.wait()
        if self._connection.failure is not None:
            raise self._connection.failure

    def close(self) -> None:
        """Nothing is held."""
