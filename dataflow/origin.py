"""Which frame topic a record of ours came from: its name, and Kafka's own id of this incarnation of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

TOPIC_HEADER: Final = "frame_topic"
TOPIC_ID_HEADER: Final = "topic_id"


class Relation(Enum):
    """What a record has to do with the frames that are read now."""

    PRESENT = "of this topic"
    FORMER = "of a topic of this name that was deleted"
    FOREIGN = "of another topic, or not ours"


@dataclass(frozen=True, slots=True)
class Origin:
    """The frame topic that is read now."""

    topic: str
    topic_id: str

    def headers(self) -> list[tuple[str, bytes]]:
        """Return the headers that each record carries."""
        return [(TOPIC_HEADER, self.topic.encode()), (TOPIC_ID_HEADER, self.topic_id.encode())]

    def relation(self, headers: Iterable[tuple[str, bytes | None]]) -> Relation:
        """Say what a record with these headers has to do with this topic."""
        found = dict(headers)
        if found.get(TOPIC_HEADER) != self.topic.encode():
            return Relation.FOREIGN
        return Relation.PRESENT if found.get(TOPIC_ID_HEADER) == self.topic_id.encode() else Relation.FORMER
