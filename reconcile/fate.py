"""What may have become of a published frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Fate(IntEnum):
    """The outcome of one frame; small, so that one byte holds it."""

    NONE = 0
    """Nothing says what became of it."""
    SCORED = 1
    """A result names it."""
    REJECTED = 2
    """A rejected record names it."""
    EXPIRED = 3
    """An event says that retention removed it unread."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record says of frames of its partition."""

    fate: Fate
    start: int
    """The first offset."""
    end: int
    """The offset after the last."""
    camera_id: str | None = None
    """Whose frame it is, where the record says so."""
    shed: Mapping[str, int] = field(default_factory=dict)
    """How many frames were shed on purpose since the partition's result before, by camera."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """An event that says where a flow began on a partition: frames before were never its task."""

    offset: int
