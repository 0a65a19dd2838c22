"""A viewer of RTSP streams, for the tests of the cameras."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

import av
from av.container import InputContainer

_TIMEOUT_S: Final = 10.0


@contextmanager
def watching(url: str, transport: str = "tcp", timeout_s: float = _TIMEOUT_S) -> Iterator[InputContainer]:
    """Open a stream."""
    options = {"rtsp_transport": transport, "fpsprobesize": "0"}
    with av.open(url, options=options, timeout=(timeout_s, timeout_s)) as container:
        yield container


def times_s(stream: InputContainer, n_frames: int) -> list[float]:
    """Return the presentation times of the next frames; the very first of a stream has none and is left out."""
    return [frame.time for frame in islice(stream.decode(video=0), n_frames) if frame.time is not None]
