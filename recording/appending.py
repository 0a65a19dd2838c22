"""A file that grows by whole pieces: all of a piece is on the disk, or nothing of it."""

import os
from pathlib import Path

from recording.errors import RecordingError


class AppendingFile:
    """What `mcap.writer.Writer` writes to: keeps a piece in memory, and brings it to the disk in `flush`.

    Args:
        path: A file that does not exist.

    Raises:
        RecordingError: It exists, or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: list[bytes] = []  # never joined: that would be one more copy of all that is recorded
        self._n_pending = 0
        self._n_written = 0
        try:
            self._file = path.open("xb", buffering=0)
        except FileExistsError as error:
            message = f"{str(path)!r} exists already: give another name, or remove it"
            raise RecordingError(message) from error
        except OSError as error:
            raise self._error(error) from error

    def write(self, data: bytes) -> int:
        """Add to the piece; `data` is kept, not copied."""
        self._parts.append(data)
        self._n_pending += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how long the file will be with the piece."""
        return self._n_written + self._n_pending

    def flush(self) -> None:
        """Append the piece.

        Raises:
            RecordingError: The disk is full, or gone; the file ends with the piece before.
        """
        if not self._n_pending:
            return
        try:
            for part in self._parts:
                self._write_whole(part)
            os.fsync(self._file.fileno())
        except OSError as error:
            self._take_back()
            raise self._error(error) from error
        self._n_written += self._n_pending
        self._parts, self._n_pending = [], 0

    def close(self) -> None:
        """Close it; what was not flushed is lost. May be called twice."""
        self._file.close()

    def _write_whole(self, part: bytes) -> None:
        rest = memoryview(part)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _take_back(self) -> None:
        try:
            self._file.truncate(self._n_written)
        except OSError:  # a reader leaves out what is not whole
            return

    def _error(self, error: OSError) -> RecordingError:
        return RecordingError(f"cannot write {str(self._path)!r}: {error.strerror}; what was written before is intact")
