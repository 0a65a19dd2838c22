"""The segments that are in memory: the latest, up to a bound."""

from collections import OrderedDict
from typing import BinaryIO, Final

from recording.reading.segments import Segment, load

_BOUND: Final = 64 * 2**20


class SegmentCache:
    """Loads segments, and keeps the ones used last: up to 64 MiB, or one that is larger.

    Args:
        file: Where they are read from.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._loaded: OrderedDict[int, bytes] = OrderedDict()
        self._n_bytes = 0

    def get(self, segment: Segment) -> bytes:
        """Return a segment's bytes.

        Raises:
            DamageError: They are damaged.
        """
        data = self._loaded.get(segment.offset)
        if data is not None:
            self._loaded.move_to_end(segment.offset)
            return data
        self._make_room(segment.n_bytes)
        data = load(self._file, segment)
        self._loaded[segment.offset] = data
        self._n_bytes += len(data)
        return data

    def _make_room(self, n_bytes: int) -> None:
        while self._loaded and self._n_bytes + n_bytes > _BOUND:
            _, oldest = self._loaded.popitem(last=False)
            self._n_bytes -= len(oldest)
