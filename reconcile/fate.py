"""What may have become of a published frame."""

from dataclasses import dataclass
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
    n_shed: int = 0
    """How many frames of this camera before it were shed on purpose."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """An event that says where a flow began on a partition: frames before were never its task."""

    offset: int
