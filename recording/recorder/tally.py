"""Counts what was recorded."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from recording.gaps import Gap, GapReason
from recording.message import RecordedMessage
from recording.recorder.place import Place


class EndedBy(StrEnum):
    """Why a recording came to its end."""

    END = "end"
    """All that was asked for is recorded."""
    STOP = "stop"
    """It was stopped by a person or a signal."""
    MAX_SIZE = "max_size"
    FAILURE = "failure"


@dataclass(slots=True)
class Tally:
    """What was written so far; changed by the recorder alone."""

    n_messages: int = 0
    n_bytes: int = 0
    """Of the messages' values."""
    topics: Counter[str] = field(default_factory=Counter)
    """Messages of each topic."""
    gaps: Counter[GapReason] = field(default_factory=Counter)
    n_missing: int = 0
    """Offsets in the gaps, as far as they are known."""
    next_offsets: dict[Place, int] = field(default_factory=dict)
    """The offset after the last message that was written of each partition."""

    def count(self, message: RecordedMessage) -> None:
        """Count a message that was written."""
        self.n_messages += 1
        self.n_bytes += len(message.value or b"")
        self.topics[message.topic] += 1
        self.next_offsets[Place(message.topic, message.partition)] = message.offset + 1

    def count_gap(self, gap: Gap) -> None:
        """Count a gap that was noted."""
        self.gaps[gap.reason] += 1
        self.n_missing += gap.n_missing or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a recording came to."""

    files: tuple[str, ...]
    file_bytes: int
    ended_by: EndedBy
    seconds: float
    tally: Tally

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        offsets: dict[str, dict[str, int]] = {}
        for place, offset in sorted(self.tally.next_offsets.items()):
            offsets.setdefault(place.topic, {})[str(place.partition)] = offset
        return {
            "files": list(self.files),
            "file_bytes": self.file_bytes,
            "ended_by": self.ended_by.value,
            "seconds": round(self.seconds, 3),
            "n_messages": self.tally.n_messages,
            "n_bytes": self.tally.n_bytes,
            "topics": dict(self.tally.topics),
            "gaps": {reason.value: count for reason, count in self.tally.gaps.items()},
            "n_missing_offsets": self.tally.n_missing,
            "next_offsets": offsets,
        }

    def summarize(self) -> str:
        """Return it in a sentence or two."""
        files = self.files[0] if len(self.files) == 1 else f"{len(self.files)} files, the last {self.files[-1]}"
        text = (
            f"recorded {self.tally.n_messages} messages, {self.tally.n_bytes / 1e6:.1f} MB, in {self.seconds:.1f} s "
            f"into {files} ({self.file_bytes / 1e6:.1f} MB)"
        )
        if self.tally.gaps:
            reasons = ", ".join(f"{count} by {reason.value}" for reason, count in sorted(self.tally.gaps.items()))
            text += f"; {self.tally.n_missing} offsets are missing in gaps: {reasons}"
        return text
