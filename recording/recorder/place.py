"""A partition of a topic."""

from typing import NamedTuple


class Place(NamedTuple):
    """Topic and partition."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}-{self.partition}"
