"""What a player says of itself."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from recording.playing.lateness import Jitter
from recording.playing.outlet import Hold
from recording.playing.rate import MAX


class PlayerStage(StrEnum):
    """What a player does."""

    PLAYING = "playing"
    PAUSED = "paused"
    HELD = "held"
    """Time stands still because Kafka or the consumer is behind."""
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerState:
    """A snapshot of a player."""

    stage: PlayerStage
    held_by: Hold | None
    error: str | None
    position_ns: int
    """Where in the recording it is, nanoseconds since the epoch."""
    start_ns: int
    end_ns: int
    """Where what is played ends; the first moment that is not."""
    rate: float
    """What was asked for; infinite for as fast as it goes."""
    recent_rate: float | None
    """What was achieved over the last seconds."""
    overall_rate: float | None
    """What was achieved from the beginning on, pauses left out."""
    active_ns: int
    """How long it played, pauses left out."""
    held_ns: int
    """How much of that Kafka or the consumer held it up."""
    pass_number: int
    """Which time the recording is played, from 1."""
    n_frames: int
    """Frames handed on, over all passes."""
    n_bytes: int
    """Their bytes, without keys and headers."""
    jitter: Jitter | None
    """How late frames left; `None` at rate max, where no frame is due at any time."""

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON; the rate `max` as that word."""
        return {**asdict(self), "rate": "max" if self.rate == MAX else self.rate}
