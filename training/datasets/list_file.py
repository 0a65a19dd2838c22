"""List files: which pictures belong to a set, or to one side of a split."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from training.errors import DatasetError

LIST_SUFFIX: Final = ".txt"
_COMMENT: Final = "#"
_MAX_BYTES: Final = 256 * 2**20


def read_list(path: Path) -> list[Path]:
    """Read a list of pictures: UTF-8, one path a line, relative to the list or absolute.

    Empty lines, and lines that begin with `#`, are passed over. Whether the pictures exist is not looked at here.

    Raises:
        DatasetError: There is no such file, it is not text, or it names nothing.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            message = f"expected a list of pictures of at most {_MAX_BYTES} bytes, got {path.stat().st_size}: {path}"
            raise DatasetError(message)
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"expected a list of pictures, one path a line in UTF-8, got {str(path)!r}: {reason}"
        raise DatasetError(message) from error
    entries = [line.strip() for line in lines]
    paths = [path.parent / entry for entry in entries if entry and not entry.startswith(_COMMENT)]
    if not paths:
        message = f"expected one path a line in the list {str(path)!r}, got {len(lines)} lines that name nothing"
        raise DatasetError(message)
    for entry in paths:
        if "\0" in str(entry):
            message = f"expected one path a line in the list {str(path)!r}, got {str(entry)!r}"
            raise DatasetError(message)
    return paths


def write_list(path: Path, pictures: Iterable[Path], comment: str) -> None:
    """Write a list that `read_list` reads, with paths relative to it and `comment` as its first line.

    Raises:
        DatasetError: The file cannot be written.
    """
    base = path.resolve().parent
    entries = [os.path.relpath(picture.parent.resolve() / picture.name, base) for picture in pictures]
    lines = [f"{_COMMENT} {comment}", *entries]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        message = f"cannot write the list {str(path)!r}: {error.strerror}"
        raise DatasetError(message) from error
