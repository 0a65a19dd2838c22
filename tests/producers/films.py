"""Small films for the tests."""

from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

WIDTH, HEIGHT = 96, 64


def grey_picture(index: int) -> Picture:
    """Return a picture with a bright square that moves."""
    picture = np.full((HEIGHT, WIDTH), 40, np.uint8)
    picture[16:32, index % 64 : index % 64 + 16] = 200
    return picture


def write_film(path: Path, n_frames: int, fps: int = 25, codec: str = "libx264", *, coloured: bool = False) -> Path:
    """Write a film of moving squares, grey or with a red tint."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = WIDTH, HEIGHT
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for index in range(n_frames):
            picture = np.repeat(grey_picture(index)[:, :, np.newaxis], 3, axis=2)
            if coloured:
                picture[:, :, 2] = 230
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode(None))
    return path
