"""Messages of many partitions in the order of their times, as far as they are there."""

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator, Set
from typing import Final

from recording.message import RecordedMessage
from recording.recorder.place import Place

_LIMIT_BYTES: Final = 64 * 2**20
_HOLD_S: Final = 2.0
_OVERHEAD_BYTES: Final = 500
"""What a message takes beside its value, roughly."""

_Head = tuple[int, Place]
_Arrived = tuple[float, RecordedMessage]


class TimeMerger:
    """Holds messages back until no earlier one can come from another partition.

    Kafka hands out history partition by partition. Written as it comes, a file would have to be read in pieces from
    all over; split by time, it could not be at all. A partition that has nothing for now (`rest`) is not waited for.
    Nobody is waited for longer than `hold_s`, nor when `limit_bytes` are held: then the order is given up, no message.

    Args:
        limit_bytes: The most that is held, all partitions together.
        hold_s: The longest that a message is held, in seconds.
        clock: Monotonic seconds.
    """

    def __init__(
        self, limit_bytes: int = _LIMIT_BYTES, hold_s: float = _HOLD_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit_bytes = limit_bytes
        self._hold_s = hold_s
        self._clock = clock
        self._queues: dict[Place, deque[_Arrived]] = {}
        self._bytes: dict[Place, int] = {}
        self._heads: list[_Head] = []
        self._awaited: set[Place] = set()
        self._total_bytes = 0

    def expect(self, place: Place) -> None:
        """Wait for messages of this partition from now on."""
        if not self._queues.setdefault(place, deque()):
            self._awaited.add(place)

    def rest(self, place: Place) -> None:
        """Wait no more for this partition, until its next message."""
        self._awaited.discard(place)

    def add(self, message: RecordedMessage) -> None:
        """Take the next message of its partition."""
        place = Place(message.topic, message.partition)
        queue = self._queues.setdefault(place, deque())
        if not queue:
            self._awaited.discard(place)
            heapq.heappush(self._heads, (message.log_time_ns, place))
        queue.append((self._clock(), message))
        self._count(place, _size(message))

    def ready(self) -> Iterator[RecordedMessage]:
        """Take out what need not be held any longer, in the order of time."""
        while self._heads and self._may_go():
            yield self._pop()

    def drain(self) -> Iterator[RecordedMessage]:
        """Take out all."""
        while self._heads:
            yield self._pop()

    def crowded(self) -> Set[Place]:
        """Return the partitions that hold more than their share; no more should be fetched of them for now."""
        share = self._limit_bytes // max(1, len(self._queues))
        return {place for place, held in self._bytes.items() if held > share}

    def hungry(self) -> Set[Place]:
        """Return the partitions that hold less than half of their share."""
        share = self._limit_bytes // max(1, len(self._queues))
        return {place for place in self._queues if self._bytes.get(place, 0) <= share // 2}

    def _may_go(self) -> bool:
        if not self._awaited or self._total_bytes > 2 * self._limit_bytes:
            return True
        arrived, _ = self._queues[self._heads[0][1]][0]
        return self._clock() - arrived > self._hold_s

    def _pop(self) -> RecordedMessage:
        _, place = heapq.heappop(self._heads)
        queue = self._queues[place]
        _, message = queue.popleft()
        self._count(place, -_size(message))
        if queue:
            heapq.heappush(self._heads, (queue[0][1].log_time_ns, place))
        else:
            self._awaited.add(place)
        return message

    def _count(self, place: Place, n_bytes: int) -> None:
        self._bytes[place] = self._bytes.get(place, 0) + n_bytes
        self._total_bytes += n_bytes


def _size(message: RecordedMessage) -> int:
    return len(message.value or b"") + len(message.key or b"") + _OVERHEAD_BYTES
