"""What travels between the steps of the flow. No picture does: it is decoded, scored and let go in one step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dataflow.shed_counts import ShedNote
from dataflow.windows import CameraWindow
from flir_iqa.records import EventRecord, QualityRecord, RejectedRecord, unix_ms
from plumbing.frames import Headers

NOTHING_SHED: Final = ShedNote()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message of the frame topic, as the source hands it on: from Kafka or from a recording."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: Headers
    timestamp: datetime | None
    """Kafka's timestamp of the message, aware; None where it has none."""

    @property
    def came_ms(self) -> int | None:
        """Kafka's timestamp, milliseconds since 1970."""
        return None if self.timestamp is None else unix_ms(self.timestamp)


@dataclass(frozen=True, slots=True)
class Seed:
    """What a camera's window held before the start; comes before any frame of its partition."""

    partition: int
    camera_id: str
    window: CameraWindow


@dataclass(frozen=True, slots=True)
class Noted:
    """Something to tell on the event topic."""

    partition: int
    event: EventRecord


@dataclass(frozen=True, slots=True)
class Scored:
    """One frame with its score, not yet smoothed."""

    partition: int
    offset: int
    camera_id: str
    captured_at: datetime
    scored_at: datetime
    seq: int | None
    stream_id: str | None
    quality: float
    distortion: str
    distortion_probability: float
    severity: float | None
    replay_id: str | None = None
    source_frame_id: str | None = None
    came_ms: int | None = None
    """Kafka's timestamp of the frame, milliseconds since 1970; None where it has none."""
    shed_before: int = 0
    """Frames of the camera that were shed since its last result."""
    shed: ShedNote = NOTHING_SHED


@dataclass(frozen=True, slots=True)
class Refused:
    """One frame that cannot be scored."""

    partition: int
    key: bytes | None
    record: RejectedRecord
    shed: ShedNote = NOTHING_SHED


@dataclass(frozen=True, slots=True)
class Smoothed:
    """The result of one frame."""

    partition: int
    record: QualityRecord
    n_cameras: int
    """How many cameras' windows the partition's state holds; the next start reads the tail so far."""
    clock_ms: int = 0
    """The partition's clock, milliseconds since 1970 (`windows.Windows.clock_ms`)."""
    shed: ShedNote = NOTHING_SHED


FromSource = Fetched | Seed | Noted
FromScoring = Seed | Noted | Scored | Refused
ToSink = Noted | Refused | Smoothed
"""What a sink gets, in the order of the frames of each partition."""


def partition_key(partition: int) -> str:
    """Return the key that state and sinks know a partition by; Bytewax sorts keys as text, hence the zeros."""
    return f"{partition:05d}"
