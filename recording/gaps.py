"""Offsets of a partition that are not in a recording, and why."""

from dataclasses import dataclass
from enum import StrEnum


class GapReason(StrEnum):
    """Why offsets are missing, as far as Kafka lets one tell."""

    RETENTION = "retention"
    """Kafka had removed them before they were read."""
    COMPACTION = "compaction"
    """Later messages with the same key took their place; the topic is compacted."""
    TRANSACTION = "transaction"
    """They hold marks of transactions, or messages of transactions that were aborted: nothing that a reader gets."""
    TOPIC_RECREATED = "topic_recreated"
    """The topic was deleted and made again: what was not read by then is lost, and offsets begin anew."""
    TRUNCATED = "truncated"
    """Kafka lost the newest messages (an election of a broker that lagged behind), and gave their offsets again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Offsets of one partition that were asked for and do not exist."""

    topic: str
    partition: int
    from_offset: int
    """The first that is missing."""
    to_offset: int | None
    """The next one that is there; `None` where nobody can say how many are missing."""
    reason: GapReason
    detail: str = ""
    """More for a person."""

    @property
    def n_missing(self) -> int | None:
        """How many offsets are missing, where that is known."""
        return None if self.to_offset is None else self.to_offset - self.from_offset
