"""What `flir-iqa score` is given: paths to pictures, folders and videos, as a sequence of frames and problems."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flir_iqa.errors import FlirIqaError, ImageError
from flir_iqa.images import check_image
from flir_iqa.other_pictures import LARGEST_FILE_BYTES
from flir_iqa.scoring_cli.pictures import decode_picture
from flir_iqa.scoring_cli.videos import VideoFrame, read_video

STDIN: Final = Path("-")
PICTURE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".pgm", ".ppm"})
VIDEO_SUFFIXES: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".ts", ".mpg", ".mpeg", ".wmv", ".flv", ".mjpg", ".mjpeg"}
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InputFrame:
    """One frame to score.

    Attributes:
        source: The file it comes from; `-` is standard input.
        image: As `flir_iqa.images.check_image` returns it.
        frame: Its number in a video, from 0; None for a picture.
        time_s: Its time in a video, in seconds; None for a picture.
        done: How much of `source` has been read with it, 0..1; None where a video does not say how long it is.
    """

    source: Path
    image: NDArray[np.uint8]
    frame: int | None = None
    time_s: float | None = None
    done: float | None = 1.0

    @property
    def label(self) -> str:
        """The file's path, and the number of the frame in a video, fit to print."""
        return printable(self.source) if self.frame is None else f"{printable(self.source)}:{self.frame}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputProblem:
    """A file, or the rest of one, that cannot be scored, and why."""

    source: Path
    detail: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which frames of a video are scored: every `every`th from the first on, at most `limit`."""

    every: int = 1
    limit: int | None = None


def find_files(paths: Iterable[Path]) -> list[Path | InputProblem]:
    """Replace each folder by the pictures and videos under it, hidden ones left out, in the order of their paths."""
    found: list[Path | InputProblem] = []
    for path in paths:
        if path.is_dir():
            found += _files_under(path) or [
                InputProblem(source=path, detail=f"holds no picture or video ({_suffixes()})"),
            ]
        else:
            found.append(path)
    return found


def read_file(path: Path, sampling: Sampling) -> Iterator[InputFrame | InputProblem]:
    """Yield the frames of one file; a problem ends it."""
    try:
        if path.suffix.lower() in VIDEO_SUFFIXES:
            yield from (_of_video(path, frame) for frame in read_video(path, sampling.every, sampling.limit))
        else:
            yield InputFrame(source=path, image=check_image(decode_picture(_read(path))))
    except OSError as error:
        yield InputProblem(source=path, detail=f"cannot be read: {error.strerror}")
    except FlirIqaError as error:
        yield InputProblem(source=path, detail=str(error))


def printable(path: Path) -> str:
    """Return a path fit for a terminal: what does not print, also bytes that are no UTF-8, is replaced."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(path))


def _of_video(path: Path, frame: VideoFrame) -> InputFrame:
    image = check_image(frame.image)
    return InputFrame(source=path, image=image, frame=frame.index, time_s=frame.time_s, done=frame.done)


def _files_under(folder: Path) -> list[Path]:
    known = PICTURE_SUFFIXES | VIDEO_SUFFIXES
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in known
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _read(path: Path) -> bytes:
    """Read a whole file or standard input, within bounds.

    Raises:
        ImageError: It is larger than any picture that can be scored.
    """
    with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as file:
        data = file.read(LARGEST_FILE_BYTES + 1)
    if len(data) > LARGEST_FILE_BYTES:
        message = f"expected a picture, got a file of more than {LARGEST_FILE_BYTES} bytes"
        raise ImageError(message)
    return data


def _suffixes() -> str:
    return " ".join(sorted(PICTURE_SUFFIXES | VIDEO_SUFFIXES))
