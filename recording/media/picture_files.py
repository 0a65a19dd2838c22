"""Folders of pictures as the frames of a camera."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from flir_iqa.errors import CameraError, SettingsError
from producers.sources.folder import JPEG_SUFFIXES, OTHER_SUFFIXES, read_picture
from recording.media.frame_taking import FileFrame

_LARGEST_BYTES: Final = 64 * 2**20
_DIGITS: Final = re.compile(r"(\d+)", re.ASCII)
_LONGEST_NUMBER: Final = 4000
"""Digits that Python turns into a number."""


class Order(StrEnum):
    """In what order pictures follow one another."""

    NAME = "name"
    """Of their names, numbers by their value: frame9 before frame10."""
    TIME = "time"
    """In which the files were last changed."""


def list_picture_files(folder: Path, order: Order) -> list[Path]:
    """List the pictures of a folder; subfolders and other files are passed over.

    Raises:
        SettingsError: It is no folder, or there are none.
    """
    suffixes = JPEG_SUFFIXES | OTHER_SUFFIXES
    try:
        paths = [path for path in folder.iterdir() if path.suffix.lower() in suffixes and not path.is_dir()]
        if order is Order.TIME:
            changed = {path: path.stat().st_mtime_ns for path in paths}
            return _some(sorted(paths, key=lambda path: (changed[path], natural_key(path.name))), folder)
    except OSError as error:
        message = f"cannot list the folder {str(folder)!r}: {error.strerror}"
        raise SettingsError(message) from error
    return _some(sorted(paths, key=lambda path: natural_key(path.name)), folder)


def picture_frames(paths: list[Path], fps: float) -> Iterator[FileFrame]:
    """Yield the pictures, evenly in time.

    Args:
        paths: The files.
        fps: How many a second.
    """
    for number, path in enumerate(paths):
        time_s = number / fps
        try:
            n_bytes = path.stat().st_size
            if n_bytes > _LARGEST_BYTES:
                problem = f"expected a picture of at most {_LARGEST_BYTES} bytes, got {n_bytes}"
                yield FileFrame(name=str(path), time_s=time_s, problem=problem)
            else:
                yield FileFrame(name=str(path), time_s=time_s, frame=read_picture(path, time_s))
        except (CameraError, OSError) as error:
            yield FileFrame(name=str(path), time_s=time_s, problem=getattr(error, "strerror", None) or str(error))


def changed_at(path: Path) -> datetime:
    """Return when a file was last changed.

    Raises:
        SettingsError: There is no such file.
    """
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        message = f"cannot read {str(path)!r}: {error.strerror}"
        raise SettingsError(message) from error


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts names as people do: numbers by their value."""
    return tuple(
        (int(part), part) if part.isdigit() and part.isascii() and len(part) < _LONGEST_NUMBER else (-1, part)
        for part in _DIGITS.split(name)
    )


def _some(paths: list[Path], folder: Path) -> list[Path]:
    if not paths:
        kinds = ", ".join(sorted(JPEG_SUFFIXES | OTHER_SUFFIXES))
        message = f"expected pictures ({kinds}) in the folder {str(folder)!r}, found none"
        raise SettingsError(message)
    return paths
