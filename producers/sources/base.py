"""What a kind of camera has to offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from producers.captured import CapturedFrame
from producers.sources.pulse import Pulse


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What a stream says of itself when it is opened; `None` what it does not say."""

    codec: str
    width: int | None
    height: int | None
    fps: float | None


class Stream(Protocol):
    """An open camera."""

    @property
    def info(self) -> StreamInfo:
        """What it says of itself."""
        ...

    def frames(self) -> Iterator[CapturedFrame]:
        """Yield each frame as it comes; the end of the iterator is the end of the stream.

        Raises:
            CameraError: The camera was lost; the text never holds credentials.
        """
        ...

    def close(self) -> None:
        """Let go of the camera; may be called twice."""
        ...


class Source(Protocol):
    """A camera that can be opened, again and again. Making one validates and touches nothing.

    Unit of parallelism: one stream at a time, used by one thread. Every wait inside `open` and `frames` has a deadline
    (the time-outs of `ProduceSettings`), or ends when `stopped` is set.
    """

    @property
    def live(self) -> bool:
        """Whether it has no end: then the end of its stream is a loss, after which it is opened again."""
        ...

    @property
    def fps(self) -> float | Literal["all"]:
        """How many of its frames a second are wanted."""
        ...

    def open(self, stopped: Pulse) -> Stream:
        """Open the camera.

        Raises:
            CameraError: It cannot be opened; the text says why, without credentials.
        """
        ...
