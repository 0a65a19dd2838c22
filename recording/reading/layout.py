"""The layout of a file: where its messages are, which channels it has, and whether it was completed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from mcap.opcode import Opcode
from mcap.records import Channel, Footer, Header, Metadata, Schema, Statistics

from recording.errors import DamageError
from recording.reading.records import HEAD, MAGIC, MESSAGE_HEAD, parse
from recording.reading.segments import LARGEST_CHUNK, Segment, chunk_segment

_LARGEST_RECORD: Final = 16 * 2**20
"""Of what is kept: schemas, channels, metadata."""
_LARGEST_KEPT: Final = 64 * 2**20
"""All of it together."""
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
    """Whether the file has an end, as one has that was completed."""
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
        DamageError: It is no MCAP file at all.
    """
    layout = Layout(os.fstat(file.fileno()).st_size)
    magic = os.pread(file.fileno(), len(MAGIC), 0)
    if magic != MAGIC:
        what = "it is empty" if not magic else f"it begins with {magic!r}"
        message = f"expected an MCAP file: {what}"
        raise DamageError(message)
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
                self._layout.problems.append((begin, str(error)))
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
            if opcode == 0 or (length > self._layout.n_bytes - begin and opcode > Opcode.DATA_END):
                self._layout.problems.append((position, f"expected a record, got {head!r}"))
                return
            if length > self._layout.n_bytes - begin:
                left = self._layout.n_bytes - begin
                self._cut_off(position, f"a record of {length} bytes is cut off after {left}")
                return
            yield opcode, begin, begin + length
            position = begin + length
        self._layout.closed = os.pread(self._file.fileno(), len(MAGIC) + 1, position) == MAGIC
        if not self._layout.closed:
            self._layout.problems.append((position, "expected the file to end behind its footer with MCAP's mark"))

    def _cut_off(self, position: int, text: str) -> None:
        self._layout.cut_off = True
        self._layout.problems.append((position, text))

    def _take(self, opcode: int, begin: int, end: int) -> None:
        layout = self._layout
        if opcode == Opcode.CHUNK:
            layout.segments.append(chunk_segment(self._file, begin, end))
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
        self._kept += end - begin
        if end - begin > _LARGEST_RECORD or self._kept > _LARGEST_KEPT:
            message = f"expected descriptions up to {_LARGEST_RECORD} bytes each, {_LARGEST_KEPT} in all, got more"
            raise DamageError(message)
        return os.pread(self._file.fileno(), end - begin, begin)

    def _bare(self, begin: int, end: int) -> None:
        """Add a message that stands in no chunk to the run of such messages."""
        head = os.pread(self._file.fileno(), MESSAGE_HEAD.size, begin)
        if end - begin < MESSAGE_HEAD.size or len(head) < MESSAGE_HEAD.size:
            self._layout.problems.append((begin, "a message is shorter than its head"))
            return
        time_ns = MESSAGE_HEAD.unpack(head)[2]
        if end - begin > LARGEST_CHUNK:
            self._layout.problems.append((begin, f"expected messages up to {LARGEST_CHUNK} bytes, got {end - begin}"))
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
            self._layout.segments.append(self._run)
        self._run = None
