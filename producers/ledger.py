"""Every frame of a camera is accounted for: captured = published + dropped (by reason) + in flight, at all times."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class DropReason(StrEnum):
    """Why a captured frame does not reach Kafka."""

    SAMPLED = "sampled"
    """Left out on purpose: fewer frames a second are wanted than the camera sends."""
    LATE = "late"
    """It lay in a buffer when it was read, as while a stream begins: a fresher one takes its place."""
    SUPERSEDED = "superseded"
    """A newer one came before it was encoded, or before it was read: this machine is too slow, or was for a moment."""
    CORRUPT = "corrupt"
    """It does not decode, or only with errors concealed and `damaged_frames = "drop"`."""
    NOT_ENCODABLE = "not_encodable"
    """It is no picture that can be scored, such as one of 16 x 16."""
    TOO_LARGE = "too_large"
    """Its JPEG is larger than `max_frame_bytes`."""
    QUEUE_FULL = "queue_full"
    """Kafka takes frames too slowly, or not at all; the oldest go first."""
    DELIVERY_FAILED = "delivery_failed"
    """Kafka refused it or did not acknowledge it in time. In the latter case it may stand in the topic all the same."""
    STOPPED = "stopped"
    """It was under way when the process was stopped, and Kafka took none any more."""


UNDELIVERED: Final = frozenset({DropReason.QUEUE_FULL, DropReason.DELIVERY_FAILED, DropReason.STOPPED})
"""The reasons that lie with Kafka."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What has become of a camera's frames; consistent with itself."""

    captured: int
    published: int
    dropped: Mapping[DropReason, int]
    in_flight: int


class Ledger:
    """Counts one camera's frames from capture to their one outcome. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._captured = 0
        self._published = 0
        self._dropped: Counter[DropReason] = Counter()
        self._in_flight = 0

    def captured(self) -> None:
        """Count a frame that came off the wire; it is in flight until it is published or dropped."""
        with self._lock:
            self._captured += 1
            self._in_flight += 1

    def published(self) -> None:
        """Count a frame that Kafka acknowledged."""
        with self._lock:
            self._settle()
            self._published += 1

    def dropped(self, reason: DropReason) -> None:
        """Count a frame that will not be published."""
        with self._lock:
            self._settle()
            self._dropped[reason] += 1

    def counts(self) -> Counts:
        """Return how things stand."""
        with self._lock:
            return Counts(self._captured, self._published, dict(self._dropped), self._in_flight)

    def _settle(self) -> None:
        assert self._in_flight > 0, "a frame has two outcomes"  # noqa: S101 - our own invariant
        self._in_flight -= 1
