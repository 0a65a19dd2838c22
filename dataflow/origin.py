"""Which topics a record of ours belongs to: the frames that it speaks of, and the results that it stands beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

TOPIC_HEADER: Final = "frame_topic"
TOPIC_ID_HEADER: Final = "topic_id"
RESULTS_HEADER: Final = "result_topic"
RESULTS_ID_HEADER: Final = "result_topic_id"


class Relation(Enum):
    """What a record has to do with the topics that are used now."""

    PRESENT = "of this topic"
    FORMER = "of a topic of this name that was deleted"
    FOREIGN = "of another topic, or not ours"


@dataclass(frozen=True, slots=True)
class Origin:
    """The topics that are used now.

    Attributes:
        topic: The frame topic.
        topic_id: Kafka's own id of this incarnation of it.
        results: The result topic; empty where there is none.
        results_id: Kafka's own id of this incarnation of it.
    """

    topic: str
    topic_id: str
    results: str = ""
    results_id: str = ""

    def headers(self) -> list[tuple[str, bytes]]:
        """Return the headers that each record carries."""
        frames = [(TOPIC_HEADER, self.topic.encode()), (TOPIC_ID_HEADER, self.topic_id.encode())]
        results = [(RESULTS_HEADER, self.results.encode()), (RESULTS_ID_HEADER, self.results_id.encode())]
        return frames + results if self.results else frames

    def relation(self, headers: Iterable[tuple[str, bytes | None]]) -> Relation:
        """Say what a record with these headers has to do with these frames."""
        found = dict(headers)
        if found.get(TOPIC_HEADER) != self.topic.encode():
            return Relation.FOREIGN
        return Relation.PRESENT if found.get(TOPIC_ID_HEADER) == self.topic_id.encode() else Relation.FORMER

    def results_relation(self, headers: Iterable[tuple[str, bytes | None]]) -> Relation:
        """Say what a rejected record or an event has to do with these results; early versions did not say."""
        found = dict(headers)
        if not self.results or RESULTS_HEADER not in found:
            return Relation.PRESENT
        if found[RESULTS_HEADER] != self.results.encode():
            return Relation.FOREIGN
        return Relation.PRESENT if found.get(RESULTS_ID_HEADER) == self.results_id.encode() else Relation.FORMER
