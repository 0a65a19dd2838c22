"""What a recording holds: records of Kafka, byte for byte."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from recording.units import MILLISECOND_NS

_LATEST_NS: Final = 2**63 - 1


class TimestampType(StrEnum):
    """Who gave a record its Kafka timestamp."""

    NONE = "none"
    CREATE = "create"
    """Its producer."""
    LOG_APPEND = "log_append"
    """The broker, when it took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMessage:
    """One record of Kafka."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    """In their order; a name may stand there twice."""
    timestamp_ms: int
    """Kafka's timestamp, milliseconds since the epoch; -1 when there is none."""
    timestamp_type: TimestampType
    recorded_at_ns: int | None = None
    """When the recorder took it, nanoseconds since the epoch."""

    @property
    def log_time_ns(self) -> int:
        """Its place in the order of a recording, 0 to 2**63 - 1: Kafka's timestamp, or else the recorder's time."""
        time_ns = self.timestamp_ms * MILLISECOND_NS if self.timestamp_ms >= 0 else self.recorded_at_ns or 0
        return min(max(time_ns, 0), _LATEST_NS)

    @property
    def camera(self) -> str | None:
        """The key as text: the camera's id in topics of frames and of results."""
        try:
            return None if self.key is None else self.key.decode()
        except UnicodeDecodeError:
            return None
