"""Goes through a file that may be damaged: what is whole comes out, what is not is named with its place."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from recording.errors import DamageError, RecordingError
from recording.gaps import Gap
from recording.message import RecordedMessage
from recording.noted import gaps_in
from recording.reading.entries import Entry, Table, entries, message_of
from recording.reading.layout import Layout, walk
from recording.reading.segments import Segment, load


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that is not as it should be."""

    position: int
    """Byte in the file where it, or the chunk that it is in, begins."""
    text: str

    def __str__(self) -> str:
        """Give it as a line."""
        return f"at byte {self.position}: {self.text}"


def survey(path: Path) -> Iterator[RecordedMessage | Problem]:
    """Yield all messages that are whole, in the order of the file, and all problems that were found.

    Raises:
        RecordingError: The file cannot be read, or is no MCAP file at all.
    """
    with _opened(path) as file:
        layout = walk(file, salvage=True)
        yield from (Problem(*each) for each in layout.problems)
        yield from _messages(file, layout)


def surviving_gaps(path: Path) -> list[Gap]:
    """Return the notes on missing offsets that can still be read.

    Raises:
        RecordingError: The file cannot be read, or is no MCAP file at all.
    """
    gaps: list[Gap] = []
    with _opened(path) as file:
        for note in walk(file, salvage=True).metadata:
            with suppress(DamageError):
                gaps += gaps_in([note])
    return gaps


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb", buffering=0) as file:
            yield file
    except OSError as error:
        message = f"cannot read {str(path)!r}: {error.strerror}"
        raise RecordingError(message) from error
    except DamageError as error:
        message = f"cannot read {str(path)!r}: {error}"
        raise RecordingError(message) from error


def _messages(file: BinaryIO, layout: Layout) -> Iterator[RecordedMessage | Problem]:
    table = Table(layout.schemas, layout.channels)
    count = 0
    for number, segment in enumerate(layout.segments):
        try:
            data = load(file, segment)
        except DamageError as error:
            yield Problem(segment.offset, str(error))
            continue
        for each in _entries(data, number, segment, table):
            if isinstance(each, Problem):
                yield each
                continue
            try:
                yield message_of(each, data, table, count)
            except DamageError as error:
                yield Problem(segment.offset, f"message {count}: {error}")
            count += 1


def _entries(data: bytes, number: int, segment: Segment, table: Table) -> Iterator[Entry | Problem]:
    try:
        for entry in entries(data, number, table):
            if not segment.first_ns <= entry.log_time_ns <= segment.last_ns:
                yield Problem(segment.offset, "a chunk holds a message outside of the time that its head says")
            yield entry
    except DamageError as error:
        yield Problem(segment.offset, str(error))
