"""How far one partition is recorded."""

from dataclasses import dataclass


@dataclass(slots=True)
class Track:
    """The offsets of one partition: what comes next, and where it ends. Knows nothing of Kafka.

    Attributes:
        next_offset: Every offset before this one is recorded, was skipped on purpose, or is a gap that was told.
        end: The first offset that is not wanted any more; `None` as long as there is no end.
    """

    next_offset: int
    end: int | None = None

    @property
    def done(self) -> bool:
        """Whether nothing more of it is wanted."""
        return self.end is not None and self.next_offset >= self.end

    def wants(self, offset: int) -> bool:
        """Say whether a message at `offset` belongs into the recording and is not there already."""
        return offset >= self.next_offset and (self.end is None or offset < self.end)

    def take(self, offset: int) -> range:
        """Go on to the message at `offset`, which is wanted; return the offsets that were passed over."""
        passed = range(self.next_offset, offset)
        self.next_offset = offset + 1
        return passed

    def pass_to(self, offset: int) -> range:
        """Go on to `offset`, before which nothing more comes; return the offsets that were passed over.

        Beyond the end nothing counts.
        """
        target = offset if self.end is None else min(offset, self.end)
        passed = range(self.next_offset, target)
        self.next_offset = max(self.next_offset, target)
        return passed
