"""What a recording holds, counted while it is written or read."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from plumbing.frames import CAMERA_ID
from recording.errors import DamageError
from recording.message import RecordedMessage


class Summary:
    """Counts messages.

    Attributes:
        topics: Messages by topic.
        cameras: Messages by key, as far as that is the id of a camera.
        first_ns: Time of the first message, nanoseconds since the epoch; `None` without any.
        last_ns: Time of the last one.
    """

    def __init__(self) -> None:
        self.topics: Counter[str] = Counter()
        self.cameras: Counter[str] = Counter()
        self.first_ns: int | None = None
        self.last_ns: int | None = None

    def add(self, message: RecordedMessage) -> None:
        """Count one message."""
        self.topics[message.topic] += 1
        if (camera := message.camera) is not None and CAMERA_ID.fullmatch(camera):
            self.cameras[camera] += 1
        self.span(message.log_time_ns)

    def span(self, time_ns: int) -> None:
        """Count a time."""
        self.first_ns = time_ns if self.first_ns is None else min(self.first_ns, time_ns)
        self.last_ns = time_ns if self.last_ns is None else max(self.last_ns, time_ns)

    def to_metadata(self) -> dict[str, str]:
        """Return it for a metadata record: texts."""
        parts = {name: getattr(self, name) for name in ("topics", "cameras", "first_ns", "last_ns")}
        return {name: json.dumps(part) for name, part in parts.items()}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> "Summary":
        """Read it back.

        Raises:
            DamageError: It is none.
        """
        summary = cls()
        try:
            summary.topics.update(_counts(json.loads(metadata["topics"])))
            summary.cameras.update(_counts(json.loads(metadata["cameras"])))
            for name in ("first_ns", "last_ns"):
                if (time_ns := json.loads(metadata[name])) is not None:
                    summary.span(int(time_ns))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            message = f"expected counts of messages at the end, got {str(dict(metadata))[:80]!r}"
            raise DamageError(message) from error
        return summary


def _counts(fields: dict[str, Any]) -> dict[str, int]:
    return {str(name): int(count) for name, count in fields.items()}
