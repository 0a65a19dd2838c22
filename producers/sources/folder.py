"""Folders of pictures, shown one after another as if a camera sent them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.encoding import encode_frame
from flir_iqa.errors import CameraError, ImageError
from flir_iqa.other_pictures import decode_other
from plumbing.cameras import CameraSettings
from producers.captured import CapturedFrame, JpegPicture, Picture, utc_now
from producers.sources.base import StreamInfo
from producers.sources.decoding import jpeg_size
from producers.sources.pulse import Pulse

JPEG_SUFFIXES: Final = frozenset({".jpg", ".jpeg"})
OTHER_SUFFIXES: Final = frozenset({".png", ".bmp", ".tif", ".tiff"})
_FPS_OF_ALL: Final = 25.0
"""Pictures a second where `fps = "all"`: a folder has no pace of its own."""


@dataclass(frozen=True, slots=True)
class ArrayPicture:
    """A picture that was not JPEG."""

    image: NDArray[np.uint8]

    def to_jpeg(self, quality: int) -> bytes:
        """Encode it.

        Raises:
            ImageError: It is too small or too large.
        """
        return encode_frame(self.image, quality)


class FolderSource:
    """A folder of pictures in the order of their names; JPEG files go as they are. It loops unless `loop = false`.

    Unit of parallelism: one reader. Delivery: each picture once a showing. Failure: a folder without pictures is a
    `CameraError`; a picture that does not decode is a corrupt frame.
    """

    fps: Literal["all"] = "all"
    """Each picture is wanted: they are shown at the wanted rate to begin with."""

    def __init__(self, path: Path, camera: CameraSettings) -> None:
        self._path = path
        self._shown_fps = _FPS_OF_ALL if camera.fps == "all" else camera.fps
        self._loop = camera.loop is not False

    @property
    def live(self) -> bool:
        """Whether it has no end."""
        return self._loop

    def open(self, stopped: Pulse) -> "FolderStream":
        """List the pictures.

        Raises:
            CameraError: There are none.
        """
        try:
            names = sorted(p for p in self._path.iterdir() if p.suffix.lower() in JPEG_SUFFIXES | OTHER_SUFFIXES)
        except OSError as error:
            message = f"cannot list the folder {str(self._path)!r}: {error.strerror}"
            raise CameraError(message) from error
        if not names:
            kinds = ", ".join(sorted(JPEG_SUFFIXES | OTHER_SUFFIXES))
            message = f"expected pictures ({kinds}) in the folder {str(self._path)!r}, found none"
            raise CameraError(message)
        return FolderStream(names, self._shown_fps, stopped, loop=self._loop)


class FolderStream:
    """A folder that is being shown."""

    def __init__(self, paths: list[Path], fps: float, stopped: Pulse, *, loop: bool) -> None:
        self._paths = paths
        self._fps = fps
        self._stopped = stopped
        self._loop = loop

    @property
    def info(self) -> StreamInfo:
        """What is known before the first picture."""
        return StreamInfo("pictures", None, None, self._fps)

    def frames(self) -> Iterator[CapturedFrame]:
        """Yield each picture at its time."""
        began_s = time.monotonic()
        for index, path in enumerate(self._sequence()):
            if self._stopped.wait(max(0.0, began_s + index / self._fps - time.monotonic())):
                return
            yield read_picture(path, index / self._fps)

    def close(self) -> None:
        """Nothing is held."""

    def _sequence(self) -> Iterator[Path]:
        yield from self._paths
        while self._loop:
            yield from self._paths


def read_picture(path: Path, pts_s: float) -> CapturedFrame:
    """Read one file as a frame that is captured now.

    Raises:
        CameraError: The file is gone.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read the picture {str(path)!r}: {error.strerror}"
        raise CameraError(message) from error
    width: int | None
    height: int | None
    picture: Picture | None
    if path.suffix.lower() in JPEG_SUFFIXES:
        picture, (width, height) = JpegPicture(data), jpeg_size(data)
    else:
        image = _decode(data)
        picture = None if image is None else ArrayPicture(image)
        width, height = (None, None) if image is None else (image.shape[1], image.shape[0])
    return CapturedFrame(captured_at=utc_now(), pts_s=pts_s, width=width, height=height, picture=picture)


def _decode(data: bytes) -> NDArray[np.uint8] | None:
    try:
        image = decode_other(data, cv2.IMREAD_ANYCOLOR)
    except ImageError:
        return None
    return image.astype(np.uint8, copy=False)
