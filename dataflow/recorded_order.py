"""The records of a run over a recording, in the order of its frames."""

from collections import defaultdict, deque
from collections.abc import Iterator

from dataflow.frame_id import make_frame_id
from dataflow.items import Fetched, Refused, Smoothed, ToSink
from dataflow.sinks.sink import RecordWriter


class RecordedOrder:
    """A writer that puts the records of all partitions into one order, and hands them to another writer.

    The flow keeps the order within a partition only, and how it interleaves them may differ from run to run. What is
    held back is what the flow has taken in and not yet given out: some dozens of records.

    Args:
        writer: Gets the records.
        topic: The topic of the frames, for their ids.
    """

    def __init__(self, writer: RecordWriter, topic: str) -> None:
        self._writer = writer
        self._topic = topic
        self._awaited: deque[str] = deque()
        self._held: defaultdict[str, deque[Smoothed | Refused]] = defaultdict(deque)

    def noting(self, frames: Iterator[Fetched]) -> Iterator[Fetched]:
        """Yield the frames, their order noted."""
        for frame in frames:
            self._awaited.append(make_frame_id(self._topic, frame.partition, frame.offset))
            yield frame

    def write(self, item: ToSink) -> None:
        """Take one record, and write those whose turn has come.

        Raises:
            FlirIqaError: One cannot be written.
        """
        if not isinstance(item, Smoothed | Refused):
            self._writer.write(item)
            return
        self._held[item.record.frame_id].append(item)
        while self._awaited and self._awaited[0] in self._held:
            frame_id = self._awaited.popleft()
            same = self._held[frame_id]
            self._writer.write(same.popleft())
            if not same:
                del self._held[frame_id]
