"""Reads recordings, and MCAP files of other tools that hold compressed images."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, Self

from recording.channels import ROLE, SUMMARY
from recording.errors import DamageError, NoRecordingError, RecordingError
from recording.info import RecordingInfo
from recording.message import RecordedMessage
from recording.noted import gaps_in
from recording.reading.cache import SegmentCache
from recording.reading.entries import Entry, Table, entries, message_of
from recording.reading.layout import Layout, walk
from recording.reading.merging import in_order
from recording.reading.segments import Segment
from recording.summary import Summary

_REMEDY: Final = "flir-iqa recording recover gets out what is whole"


def open_recording(path: Path) -> "Recording":
    """Open a recording.

    Raises:
        RecordingError: It cannot be opened, is no recording, or is damaged in its layout.
    """
    return Recording(path)


class Recording:
    """A recording that is open; to be closed, or used as a context manager.

    Memory is bounded whatever is in the file: by one chunk of at most 256 MiB, 64 MiB of chunks, and some hundred bytes
    for each message of chunks that overlap in time. A file that was cut off, as by a crash, is read as far as it goes.

    Args:
        path: The file.

    Raises:
        RecordingError: It cannot be opened, is no recording, or is damaged in its layout.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: BinaryIO = path.open("rb", buffering=0)
        except OSError as error:
            message = f"cannot open {str(path)!r}: {error.strerror}"
            raise RecordingError(message) from error
        try:
            self._layout = self._examine()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._file.close()

    @cached_property
    def info(self) -> RecordingInfo:
        """What is in it; read as a whole where the file has no summary, as after a crash.

        Raises:
            RecordingError: It is damaged.
        """
        layout = self._layout
        summary = self._summary()
        with self._named():
            gaps = gaps_in(layout.metadata)
        return RecordingInfo(
            path=self.path,
            n_bytes=layout.n_bytes,
            library=layout.library,
            topics=dict(sorted(summary.topics.items())),
            cameras=dict(sorted(summary.cameras.items())),
            first_ns=summary.first_ns,
            last_ns=summary.last_ns,
            gaps=gaps,
            compression=tuple(sorted({segment.compression or "none" for segment in layout.segments})),
            n_chunks=len(layout.segments),
            closed=layout.closed,
            foreign=self._foreign,
        )

    def messages(
        self,
        *,
        topics: Collection[str] | None = None,
        cameras: Collection[str] | None = None,
        start_ns: int | None = None,
        end_ns: int | None = None,
    ) -> Iterator[RecordedMessage]:
        """Yield messages in the order of their log times.

        Args:
            topics: Only those of these topics.
            cameras: Only those whose key is one of these.
            start_ns: Only those at or after this time, nanoseconds since the epoch.
            end_ns: Only those before this time.

        Raises:
            RecordingError: The file is damaged; what came before is as it was recorded.
        """
        wanted = _within(start_ns, end_ns)
        with self._named():
            for message in self._decoded(wanted):
                if topics is not None and message.topic not in topics:
                    continue
                if cameras is None or message.camera in cameras:
                    yield message

    def _decoded(self, wanted: Callable[[int, int], bool]) -> Iterator[RecordedMessage]:
        table = Table(dict(self._layout.schemas), dict(self._layout.channels))
        cache = SegmentCache(self._file)

        def read(number: int, segment: Segment) -> Iterator[Entry]:
            return entries(cache.get(segment), number, table)

        segments = list(enumerate(self._layout.segments))
        if not self._foreign:
            segments = [(number, each) for number, each in segments if wanted(each.first_ns, each.last_ns)]
        for count, entry in enumerate(in_order(segments, read)):
            if wanted(entry.log_time_ns, entry.log_time_ns):
                yield message_of(entry, cache.get(self._layout.segments[entry.segment]), table, count)

    @cached_property
    def _foreign(self) -> bool:
        return not any(ROLE in channel.metadata for channel in self._layout.channels.values())

    def _summary(self) -> Summary:
        with self._named():
            for metadata in reversed(self._layout.metadata):
                if metadata.name == SUMMARY and self._layout.closed:
                    return Summary.from_metadata(metadata.metadata)
        summary = Summary()
        for message in self.messages():
            summary.add(message)
        return summary

    def _examine(self) -> Layout:
        with self._named():
            layout = walk(self._file)
            if layout.problems and not layout.cut_off:
                position, text = layout.problems[0]
                message = f"at byte {position}: {text}"
                raise DamageError(message)
            self._learn_channels(layout)
        return layout

    def _learn_channels(self, layout: Layout) -> None:
        """Read all chunks of a file without a list of channels at its end."""
        if layout.closed:
            return
        table = Table(layout.schemas, layout.channels)
        cache = SegmentCache(self._file)
        for number, segment in enumerate(layout.segments):
            for _ in entries(cache.get(segment), number, table):
                pass

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Give damage the file's name, and say what to do."""
        try:
            yield
        except NoRecordingError as error:
            message = f"cannot read {str(self.path)!r}: {error}"
            raise RecordingError(message) from error
        except DamageError as error:
            message = f"{str(self.path)!r} is no whole recording: {error}; {_REMEDY}"
            raise RecordingError(message) from error
        except (OSError, MemoryError) as error:
            message = f"cannot read {str(self.path)!r}: {error}"
            raise RecordingError(message) from error


def _within(start_ns: int | None, end_ns: int | None) -> Callable[[int, int], bool]:
    """Return whether something from a first to a last time reaches into a span."""

    def wanted(first_ns: int, last_ns: int) -> bool:
        return (start_ns is None or last_ns >= start_ns) and (end_ns is None or first_ns < end_ns)

    return wanted
