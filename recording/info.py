"""What is in a recording, in short."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recording.gaps import Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingInfo:
    """What is in a recording."""

    path: Path
    n_bytes: int
    """Size of the file."""
    library: str
    """What wrote it."""
    topics: Mapping[str, int]
    """Messages by topic."""
    cameras: Mapping[str, int]
    """Messages by camera, results and events included."""
    first_ns: int | None
    """Time of the first message, nanoseconds since the epoch; `None` without any."""
    last_ns: int | None
    gaps: tuple[Gap, ...]
    """Offsets that were missing in Kafka."""
    compression: tuple[str, ...]
    """`zstd`, `lz4` or `none`; several where chunks differ."""
    n_chunks: int
    closed: bool
    """Whether the file was completed; one that was not, as after a crash, is read as far as it goes."""
    foreign: bool
    """Whether another tool wrote it: messages then have no keys, headers and offsets of Kafka."""

    @property
    def n_messages(self) -> int:
        """How many messages there are."""
        return sum(self.topics.values())

    @property
    def duration_ns(self) -> int:
        """From the first message to the last."""
        return 0 if self.first_ns is None or self.last_ns is None else self.last_ns - self.first_ns
