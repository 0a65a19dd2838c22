"""The layout of a file: where its messages are, which channels it has, and whether it was completed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from mcap.opcode import Opcode
from mcap.records import Channel, Footer, Header, Metadata, Schema, Statistics

from recording.errors import DamageError, NoRecordingError
from recording.reading.records import HEAD, MAGIC, MESSAGE_HEAD, parse
from recording.reading.segments import LARGEST_CHUNK, Segment, chunk_segment, find_chunk

_LARGEST_RECORD: Final = 16 * 2**20
"""Of what is kept: schemas, channels, metadata."""
_LARGEST_KEPT: Final = 64 * 2**20
"""All of it together."""
_OVERHEAD: Final = 512
"""What a description takes in memory beside its content."""
_MOST_SEGMENTS: Final = 1_000_000
_MOST_PROBLEMS: Final = 1000
_RUN_BYTES: Final = 4 * 2**20
_KEPT: Final = {Opcode.HEADER, Opcode.SCHEMA, Opcode.CHANNEL, Opcode.METADATA, Opcode.STATISTICS, Opcode.FOOTER}


@dataclass(slots=True)
class Layout:
    """What a walk over the heads of a file's records found."""

    n_bytes: int
    library: str = ""
    segments: list[Segment] = field(default_factory=list)
    schemas: dict[int, Schema] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    metadata: list[Metadata] = field(default_factory=list)
    statistics: Statistics | None = None
    closed: bool = False
    """Whether the file has an end, as one that was completed has."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """What is wrong: position in the file, and text. A file that was cut off has one, at its end."""
    cut_off: bool = False
    """Whether the file ends where something should go on, as after a crash; not damage within."""


def walk(file: BinaryIO, *, salvage: bool = False) -> Layout:
    """Look at the heads of all records, without reading what they hold.

    Args:
        file: The file, not buffered.
        salvage: Go on behind what is damaged, as far as that can be.

    Raises:
        NoRecordingError: It is no MCAP file at all.
    """
    layout = Layout(os.fstat(file.fileno()).st_size)
    magic = os.pread(file.fileno(), len(MAGIC), 0)
    if magic != MAGIC:
        what = "it is empty" if not magic else f"it begins with {magic!r}"
        message = f"expected an MCAP file: {what}"
        raise NoRecordingError(message)
    _Walk(file, layout, salvage).run()
    return layout


class _Walk:
    def __init__(self, file: BinaryIO, layout: Layout, salvage: bool) -> None:
        self._file = file
        self._layout = layout
        self._salvage = salvage
        self._kept = 0
        self._run: Segment | None = None
        self._footer = False

    def run(self) -> None:
        for opcode, begin, end in self._heads():
            if opcode == Opcode.MESSAGE:
                self._bare(begin, end)
                continue
            try:
                self._take(opcode, begin, end)
            except DamageError as error:
                self._problem(begin, str(error))
                if not self._salvage:
                    break
            if opcode in (Opcode.CHUNK, Opcode.DATA_END):
                self._end_run()
        self._end_run()

    def _heads(self) -> Iterator[tuple[int, int, int]]:
        position = len(MAGIC)
        while not self._footer:
            head = os.pread(self._file.fileno(), HEAD.size, position)
            if len(head) < HEAD.size:
                self._cut_off(position, "the file ends where a record should begin: it was not closed")
                return
            opcode, length = HEAD.unpack(head)
            begin = position + HEAD.size
            left = self._layout.n_bytes - begin
            if opcode == 0 or length > left:
                self._not_a_record(position, head, opcode, length, left)
                resumed = find_chunk(self._file, position + 1) if self._salvage else None
                if resumed is None:
                    return
                position = resumed
                continue
            yield opcode, begin, begin + length
            position = begin + length
        end = os.pread(self._file.fileno(), len(MAGIC) + 1, position)
        self._layout.closed = end == MAGIC
        self._layout.cut_off = self._layout.cut_off or MAGIC.startswith(end)
        if not self._layout.closed:
            self._problem(position, "expected the file to end behind its footer with MCAP's mark")

    def _not_a_record(self, position: int, head: bytes, opcode: int, length: int, left: int) -> None:
        if 0 < opcode <= Opcode.DATA_END:
            self._cut_off(position, f"a record of {length} bytes is cut off after {left}")
        else:
            self._problem(position, f"expected a record, got {head!r}")

    def _problem(self, position: int, text: str) -> None:
        if len(self._layout.problems) < _MOST_PROBLEMS:
            self._layout.problems.append((position, text))

    def _segment(self, segment: Segment) -> None:
        if len(self._layout.segments) < _MOST_SEGMENTS:
            self._layout.segments.append(segment)
        else:
            self._problem(segment.offset, f"expected at most {_MOST_SEGMENTS} chunks, got more")

    def _cut_off(self, position: int, text: str) -> None:
        self._layout.cut_off = True
        self._problem(position, text)

    def _take(self, opcode: int, begin: int, end: int) -> None:
        layout = self._layout
        if opcode == Opcode.CHUNK:
            self._segment(chunk_segment(self._file, begin, end))
        if opcode not in _KEPT:
            return
        content = self._content(begin, end)
        match opcode:
            case Opcode.HEADER:
                layout.library = parse(Header.read, content).library
            case Opcode.SCHEMA:
                schema = parse(Schema.read, content)
                layout.schemas[schema.id] = schema
            case Opcode.CHANNEL:
                channel = parse(Channel.read, content)
                layout.channels[channel.id] = channel
            case Opcode.METADATA:
                layout.metadata.append(parse(Metadata.read, content))
            case Opcode.STATISTICS:
                layout.statistics = parse(Statistics.read, content)
            case _:
                parse(Footer.read, content)
                self._footer = True

    def _content(self, begin: int, end: int) -> bytes:
        self._kept += end - begin + _OVERHEAD
        if end - begin > _LARGEST_RECORD or self._kept > _LARGEST_KEPT:
            message = f"expected descriptions up to {_LARGEST_RECORD} bytes each, {_LARGEST_KEPT} in all, got more"
            raise DamageError(message)
        return os.pread(self._file.fileno(), end - begin, begin)

    def _bare(self, begin: int, end: int) -> None:
        """Add a message that stands in no chunk to the run of such messages."""
        head = os.pread(self._file.fileno(), MESSAGE_HEAD.size, begin)
        if end - begin < MESSAGE_HEAD.size or len(head) < MESSAGE_HEAD.size:
            self._problem(begin, "a message is shorter than its head")
            return
        time_ns = MESSAGE_HEAD.unpack(head)[2]
        if end - begin > LARGEST_CHUNK:
            self._problem(begin, f"expected messages up to {LARGEST_CHUNK} bytes, got {end - begin}")
            return
        run = self._run
        if run is not None and (run.offset + run.length != begin - HEAD.size or run.length >= _RUN_BYTES):
            self._end_run()
            run = None
        if run is None:
            run = Segment(begin - HEAD.size, 0, "", 0, 0, time_ns, time_ns)
        length = end - run.offset
        self._run = Segment(run.offset, length, "", length, 0, min(run.first_ns, time_ns), max(run.last_ns, time_ns))

    def _end_run(self) -> None:
        if self._run is not None:
            self._segment(self._run)
        self._run = None
