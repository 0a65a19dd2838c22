"""The files of a recording: one, or one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from flir_iqa.errors import SettingsError
from recording.gaps import Gap
from recording.message import RecordedMessage

ASKED: Final = "flir_iqa_recording"
"""Name of the metadata record that begins a file: what was asked for."""
_MOST_FILES: Final = 9999


class Writer(Protocol):
    """Writes one file; `recording.writer` does."""

    @property
    def n_bytes(self) -> int:
        """How large the file is, what is not flushed yet included roughly."""
        ...

    def write(self, message: RecordedMessage) -> None:
        """Append one message."""
        ...

    def note_gap(self, gap: Gap) -> None:
        """Append a note on missing offsets."""
        ...

    def note(self, name: str, fields: dict[str, str]) -> None:
        """Append a note of any kind."""
        ...

    def flush(self) -> None:
        """Bring all to the disk."""
        ...

    def close(self) -> None:
        """Complete the file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When the next file begins, and when there is to be none."""

    split_bytes: int | None = None
    split_ns: int | None = None
    """Between the times of a file's first message and of the next file's first."""
    max_bytes: int | None = None
    """All files together."""

    @property
    def splits(self) -> bool:
        """Whether files are numbered."""
        return self.split_bytes is not None or self.split_ns is not None


class RecordingFiles:
    """Writes messages into files; a file is opened when there is something for it, the first at once.

    Args:
        path: The file; numbered (`night-0001.mcap`) where there may be several.
        open_writer: Opens a file that does not exist.
        limits: When to begin another.
        asked: What was asked for; noted in each file.
    """

    def __init__(
        self, path: Path, open_writer: Callable[[Path], Writer], limits: Limits, asked: dict[str, str] | None = None
    ) -> None:
        self._path = path
        self._open_writer = open_writer
        self._limits = limits
        self._asked = asked
        self._writer: Writer | None = None
        self._first_ns: int | None = None
        self._closed_bytes = 0
        self.paths: list[Path] = []

    def open(self) -> None:
        """Open the first file.

        Raises:
            RecordingError: It cannot be written.
        """
        self._current()

    @property
    def n_bytes(self) -> int:
        """How large the files are, all together."""
        return self._closed_bytes + (self._writer.n_bytes if self._writer is not None else 0)

    @property
    def full(self) -> bool:
        """Whether there is to be no more."""
        return self._limits.max_bytes is not None and self.n_bytes >= self._limits.max_bytes

    def write(self, message: RecordedMessage) -> None:
        """Append one message, to a new file where it is time for one.

        Raises:
            RecordingError: It cannot be written.
        """
        time_ns = message.log_time_ns
        if self._writer is not None and self._is_time(self._writer, time_ns):
            self.close()
        writer = self._current()
        if self._first_ns is None:
            self._first_ns = time_ns
        writer.write(message)

    def note_gap(self, gap: Gap) -> None:
        """Append a note to the file that is open.

        Raises:
            RecordingError: It cannot be written.
        """
        self._current().note_gap(gap)

    def flush(self) -> None:
        """Bring all that was written to the disk.

        Raises:
            RecordingError: It cannot be written.
        """
        if self._writer is not None:
            self._writer.flush()

    def close(self) -> None:
        """Complete the file that is open. May be called twice.

        Raises:
            RecordingError: It cannot be written.
        """
        writer, self._writer, self._first_ns = self._writer, None, None
        if writer is not None:
            writer.close()
            self._closed_bytes += writer.n_bytes

    def _is_time(self, writer: Writer, time_ns: int) -> bool:
        limits = self._limits
        if self._first_ns is None:
            return False
        if limits.split_bytes is not None and writer.n_bytes >= limits.split_bytes:
            return True
        return limits.split_ns is not None and time_ns - self._first_ns >= limits.split_ns

    def _current(self) -> Writer:
        if self._writer is None:
            path = numbered(self._path, len(self.paths) + 1) if self._limits.splits else self._path
            self._writer = self._open_writer(path)
            self.paths.append(path)
            if self._asked is not None:
                self._writer.note(ASKED, self._asked)
        return self._writer


def numbered(path: Path, number: int) -> Path:
    """Return the name of the file with this number, from 1: `night-0001.mcap`.

    Raises:
        SettingsError: There are too many.
    """
    if number > _MOST_FILES:
        message = f"expected at most {_MOST_FILES} files: make them larger with --split-size or --split-every"
        raise SettingsError(message)
    return path.with_name(f"{path.stem}-{number:04d}{path.suffix}")
