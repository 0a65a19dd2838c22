"""Puts the entries of all segments into the order of time."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from recording.errors import DamageError
from recording.reading.entries import Entry
from recording.reading.segments import Segment

MOST_WAITING: Final = 1_000_000
"""Some 350 MB of memory."""


def in_order(
    segments: Sequence[tuple[int, Segment]], read: Callable[[int, Segment], Iterator[Entry]]
) -> Iterator[Entry]:
    """Yield entries by time; those of one time as they stand in the file.

    Args:
        segments: Numbered.
        read: Gives a segment's entries; called when time reaches the segment, so that few are waiting.

    Raises:
        DamageError: A segment holds a message outside of the time that its head says, or too many overlap.
    """
    heap: list[Entry] = []
    for number, segment in sorted(segments, key=lambda each: (each[1].first_ns, each[0])):
        while heap and heap[0].log_time_ns < segment.first_ns:
            yield heapq.heappop(heap)
        for entry in read(number, segment):
            if not segment.first_ns <= entry.log_time_ns <= segment.last_ns:
                message = "a chunk holds a message outside of the time that its head says"
                raise DamageError(message)
            if len(heap) >= MOST_WAITING:
                message = f"more than {MOST_WAITING} messages are in chunks that overlap in time"
                raise DamageError(message)
            heapq.heappush(heap, entry)
    while heap:
        yield heapq.heappop(heap)
