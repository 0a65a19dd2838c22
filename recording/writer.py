"""Writes recordings: MCAP files that Foxglove Studio opens, and that give each Kafka record back byte for byte."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self, cast

from foxglove_schemas_protobuf.CompressedImage_pb2 import CompressedImage
from mcap.writer import CompressionType, Writer

from flir_iqa.errors import RecordError, SettingsError
from flir_iqa.version import __version__
from plumbing.frames import FrameHeaders
from recording import channels, envelope
from recording.appending import AppendingFile
from recording.channels import FRAMES
from recording.errors import RecordingError
from recording.gaps import Gap
from recording.message import RecordedMessage
from recording.registering import Registered
from recording.summary import Summary

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_PROTOBUF_NS: Final = 253_402_300_799 * 10**9
"""The end of the year 9999, the last that a protobuf timestamp can hold."""
_LARGEST_CHUNK: Final = 64 * 2**20
_UNBOUNDED: Final = 2**62


class Compression(StrEnum):
    """How chunks are compressed. JPEGs hardly get smaller; what goes with them does."""

    ZSTD = "zstd"
    LZ4 = "lz4"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterSettings:
    """How a recording is written.

    Raises:
        SettingsError: A number is out of range.
    """

    compression: Compression = Compression.ZSTD
    chunk_bytes: int = 2 * 2**20
    """A chunk is completed, and is on the disk, once it is this long; at most this is lost when the power fails."""

    def __post_init__(self) -> None:
        if not 1 <= self.chunk_bytes <= _LARGEST_CHUNK:
            message = f"expected chunk_bytes from 1 to {_LARGEST_CHUNK}, got {self.chunk_bytes!r}"
            raise SettingsError(message)


class RecordingWriter:
    """Writes one recording; to be closed, or used as a context manager.

    A message's value and its envelope are always in one chunk. Failure: `RecordingError`; the file then holds what was
    flushed, and takes no more.

    Args:
        path: A file that does not exist.
        settings: How to write.

    Raises:
        RecordingError: The file exists, or cannot be written.
    """

    def __init__(self, path: Path, settings: WriterSettings | None = None) -> None:
        self.path = path
        self._settings = settings or WriterSettings()
        self._file = AppendingFile(path)
        self._mcap = Writer(cast(Any, self._file), _UNBOUNDED, CompressionType[self._settings.compression.name])
        self._registered = Registered(self._mcap)
        self._summary = Summary()
        self._n_pending = 0
        self._n_messages = 0
        self._open = True
        self._put(lambda: self._mcap.start(profile="", library=f"flir-iqa {__version__}"))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Complete the file; where there was an error already, as far as that works."""
        if kind is None:
            self.close()
        else:
            with suppress(Exception):
                self.close()

    @property
    def n_bytes(self) -> int:
        """How large the file is, with what is not flushed before compression."""
        return self._file.tell() + self._n_pending

    def write(self, message: RecordedMessage) -> None:
        """Append one message.

        Raises:
            RecordingError: The file cannot be written.
        """
        self._check_open()
        placed = self._registered.value(message)
        captured_ns = captured_at_ns(message)
        if placed is not None:
            name, channel = placed
            value = message.value or b""
            data = _image(message, captured_ns) if name.startswith(FRAMES) else value
            self._add(channel, message, captured_ns, data)
        data = envelope.encode(message, None if placed is None else placed[0])
        self._add(self._registered.envelopes(message.topic), message, captured_ns, data)
        self._n_messages += 1
        self._summary.add(message)
        if self._n_pending >= self._settings.chunk_bytes:
            self.flush()

    def note_gap(self, gap: Gap) -> None:
        """Append a note on offsets that are missing.

        Raises:
            RecordingError: The file cannot be written.
        """
        fields = {name: "" if content is None else str(content) for name, content in asdict(gap).items()}
        self.note(channels.GAP, fields)

    def note(self, name: str, fields: dict[str, str]) -> None:
        """Append a metadata record.

        Raises:
            RecordingError: The file cannot be written.
        """
        self.flush()
        self._put(lambda: self._mcap.add_metadata(name, fields))

    def flush(self) -> None:
        """Complete the chunk and bring it to the disk.

        Raises:
            RecordingError: The file cannot be written.
        """
        self._check_open()
        self._put(lambda: None)
        self._n_pending = 0

    def close(self) -> None:
        """Complete the file. May be called twice.

        Raises:
            RecordingError: The file cannot be written.
        """
        if not self._open:
            return
        self.note(channels.SUMMARY, self._summary.to_metadata())
        self._put(self._mcap.finish)
        self.abandon()

    def abandon(self) -> None:
        """Close the file as it is, without its end. May be called twice."""
        self._open = False
        self._file.close()

    def _add(self, channel: int, message: RecordedMessage, captured_ns: int, data: bytes) -> None:
        self._mcap.add_message(channel, message.log_time_ns, data, captured_ns, self._n_messages % 2**32)
        self._n_pending += len(data)

    def _put(self, action: Callable[[], None]) -> None:
        """Do something with the file and flush it; after a failure the file is closed."""
        try:
            action()
            self._mcap.flush()  # type: ignore[no-untyped-call]
        except BaseException:
            self.abandon()
            raise

    def _check_open(self) -> None:
        if not self._open:
            message = f"{str(self.path)!r} is closed: it takes no more messages"
            raise RecordingError(message)


def captured_at_ns(message: RecordedMessage) -> int:
    """Return when a frame was captured, in nanoseconds since the epoch; else its place in the order."""
    try:
        captured_at = FrameHeaders.decode(message.headers).captured_at
    except RecordError:
        captured_at = None
    if captured_at is None:
        return message.log_time_ns
    captured_ns = (captured_at - _EPOCH) // timedelta(microseconds=1) * 1000
    return captured_ns if 0 <= captured_ns < 2**63 else message.log_time_ns


def _image(message: RecordedMessage, captured_ns: int) -> bytes:
    image = CompressedImage(frame_id=message.camera or "", data=message.value or b"", format="jpeg")
    image.timestamp.FromNanoseconds(min(captured_ns, _LATEST_PROTOBUF_NS))
    return image.SerializeToString()
