"""Results to files: one line for each scored frame, and beside it one for each rejected frame."""

import csv
import io
import os
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import BinaryIO, Final

from dataflow.items import Refused, Smoothed, ToSink
from flir_iqa.errors import FlirIqaError
from flir_iqa.records import QualityRecord

STANDARD_OUTPUT: Final = Path("-")
_COLUMNS: Final = tuple(field.name for field in fields(QualityRecord))


class OutputError(FlirIqaError):
    """Results cannot be written to their file."""


class OutputFile:
    """A file that has its name only once it is whole; until then it is `NAME.part`.

    Args:
        path: The file; `-` is standard output, which has no `.part`.

    Raises:
        OutputError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path if path == STANDARD_OUTPUT else path.with_name(path.name + ".part")
        self._file = self._open()

    def write(self, line: bytes) -> None:
        """Write one line.

        Raises:
            OutputError: The disk is full, or who reads it went away.
        """
        try:
            self._file.write(line)
        except (OSError, ValueError) as error:
            raise self._error(error) from error

    def finish(self) -> None:
        """Write all out, and give the file its name.

        Raises:
            OutputError: That failed; what was written keeps the name that ends in `.part`.
        """
        try:
            self._file.flush()
            if self.path != STANDARD_OUTPUT:
                os.fsync(self._file.fileno())
                self._file.close()
                self.part.replace(self.path)
        except OSError as error:
            raise self._error(error) from error

    def close(self) -> None:
        """Close it; what is not finished keeps the name that ends in `.part`. May be called twice."""
        try:
            self._file.close()
        except OSError:  # the disk is full, or the pipe is closed: `write` or `finish` has said so
            return

    def _open(self) -> BinaryIO:
        try:
            if self.path == STANDARD_OUTPUT:
                return os.fdopen(os.dup(sys.stdout.fileno()), "wb")
            return self.part.open("wb")
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> OutputError:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        name = "standard output" if self.path == STANDARD_OUTPUT else repr(str(self.part))
        return OutputError(f"cannot write {name}: {reason}")


class ResultFiles:
    """Writes results as JSON lines as the result topic carries them, or as CSV where the name ends in `.csv`.

    Rejected frames go to `NAME.rejected.jsonl` beside, which is empty where none was rejected; with standard output
    they are left out, and only counted by who runs the flow. Delivery: both files get their names in `finish`, when all
    is written. Failure: the first one ends the run, and leaves what was written under names that end in `.part`.

    Args:
        path: The file of the results; `-` is standard output.

    Raises:
        OutputError: A file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._as_csv = path.suffix.lower() == ".csv"
        self.results = OutputFile(path)
        self.rejected = None if path == STANDARD_OUTPUT else OutputFile(rejected_path(path))
        if self._as_csv:
            self.results.write(_csv_line(_COLUMNS))

    def write(self, item: ToSink) -> None:
        """Write one record.

        Raises:
            OutputError: It cannot be written.
        """
        if isinstance(item, Smoothed):
            self.results.write(self._line(item.record))
        elif isinstance(item, Refused) and self.rejected is not None:
            self.rejected.write(item.record.to_json() + b"\n")

    def finish(self) -> None:
        """Give the files their names.

        Raises:
            OutputError: They cannot be written to their end.
        """
        if self.rejected is not None:
            self.rejected.finish()
        self.results.finish()

    def close(self) -> None:
        """Close the files; may be called twice."""
        self.results.close()
        if self.rejected is not None:
            self.rejected.close()

    def _line(self, record: QualityRecord) -> bytes:
        return _csv_line(asdict(record).values()) if self._as_csv else record.to_json() + b"\n"


def rejected_path(results: Path) -> Path:
    """Return where the rejected frames of these results go: `scores.rejected.jsonl` for `scores.jsonl`."""
    return results.with_suffix(".rejected.jsonl")


def _csv_line(cells: object) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)  # type: ignore[arg-type]
    return text.getvalue().encode()
