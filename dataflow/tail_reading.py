"""Reads a partition backwards, within limits of records, bytes and time, and of memory."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from confluent_kafka import Consumer, Message

from plumbing.kafka.reading import headers_of, read_range

_FIRST_CHUNK: Final = 500
_LARGEST_CHUNK: Final = 32_000
_CHUNK_BYTES: Final = 32 * 2**20
"""What is held at once; others may write records of a megabyte each."""
_OVERHEAD_BYTES: Final = 500
"""What a message takes beside its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TailLimits:
    """How much of a partition is read.

    Attributes:
        records: Messages, at most.
        size_bytes: Bytes of their values and headers, at most.
        duration: Time, at most; what has begun to come is read on for a moment.
    """

    records: int
    size_bytes: int = 256 * 2**20
    duration: timedelta = timedelta(seconds=60)


def newest_first(
    consumer: Consumer, topic: str, partition: int, low: int, high: int, limits: TailLimits
) -> Iterator[Message]:
    """Read backwards from `high` to `low`, in chunks that grow: what matters mostly lies in the first.

    Ends early where a limit is reached.

    Raises:
        BrokerError: The broker does not give what it holds.
    """
    deadline = time.monotonic() + limits.duration.total_seconds()
    low, size, n_bytes = max(low, high - limits.records), _FIRST_CHUNK, 0
    while high > low and n_bytes < limits.size_bytes and time.monotonic() < deadline:
        chunk = _Chunk()
        start = max(low, high - size)
        for message in read_range(consumer, topic, partition, start, high):
            chunk.take(message)
        n_bytes += chunk.n_bytes_read
        yield from reversed(chunk.messages)
        high = (chunk.messages[0].offset() or 0) if chunk.cut else start
        size = max(1, min(4 * size, _LARGEST_CHUNK, _CHUNK_BYTES // chunk.mean_bytes))


class _Chunk:
    """The newest messages of a range that can be held."""

    def __init__(self) -> None:
        self.messages: deque[Message] = deque()
        self.cut = False
        """Whether older ones were let go."""
        self.n_bytes_read = 0
        self._n_read = 0
        self._sizes: deque[int] = deque()
        self._n_bytes_held = 0

    def take(self, message: Message) -> None:
        """Take the next message, and let go of the oldest ones for it, but not of itself."""
        size = len(message) + sum(len(value or b"") for _, value in headers_of(message)) + _OVERHEAD_BYTES
        self.messages.append(message)
        self._sizes.append(size)
        self.n_bytes_read += size
        self._n_read += 1
        self._n_bytes_held += size
        while self._n_bytes_held > _CHUNK_BYTES and len(self.messages) > 1:
            self.messages.popleft()
            self._n_bytes_held -= self._sizes.popleft()
            self.cut = True

    @property
    def mean_bytes(self) -> int:
        """What a message of it takes."""
        return max(1, self.n_bytes_read // max(1, self._n_read))
