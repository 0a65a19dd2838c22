"""The flow's sink: hands records to a writer. Another place for results is another writer, one file in this folder."""

from typing import Protocol

from bytewax.outputs import FixedPartitionedSink, StatefulSinkPartition

from dataflow.ending import Ending
from dataflow.items import ToSink
from dataflow.metrics import FlowMetrics
from flir_iqa.errors import FlirIqaError


class RecordWriter(Protocol):
    """A place for records. Who made it flushes and closes it, when the flow has ended."""

    def write(self, item: ToSink) -> None:
        """Take one record; those of a partition come in the order of its frames.

        Raises:
            FlirIqaError: It cannot be written, or one before it could not.
        """


class RecordSink(FixedPartitionedSink[ToSink, None]):
    """Gives a writer what the flow has to say.

    Unit of parallelism: the process, which has one part and one writer for all its partitions. Guarantee: the order of
    each partition's frames is kept
    (`tests/dataflow/test_tail.py::test_partitions_keep_their_frames_order_and_do_not_share_windows`); the rest is the
    writer's promise. Failure: the first one ends the run, and nothing is written after it.

    Args:
        writer: An open writer.
        ending: Told of a failure.
        metrics: Told of each record.
    """

    def __init__(self, writer: RecordWriter, ending: Ending, metrics: FlowMetrics) -> None:
        self._writer = writer
        self._ending = ending
        self._metrics = metrics

    def list_parts(self) -> list[str]:
        """Return the one part."""
        return ["records"]

    def part_fn(self, item_key: str) -> int:
        """Send all to it."""
        return 0

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> "RecordPart":
        """Build the running sink."""
        return RecordPart(self._writer, self._ending, self._metrics)


class RecordPart(StatefulSinkPartition[ToSink, None]):
    """The running sink."""

    def __init__(self, writer: RecordWriter, ending: Ending, metrics: FlowMetrics) -> None:
        self._writer = writer
        self._ending = ending
        self._metrics = metrics

    def write_batch(self, values: list[ToSink]) -> None:
        """Write in the order given, up to the first failure."""
        for value in values:
            if self._ending.failed:
                return
            try:
                self._writer.write(value)
            except FlirIqaError as error:
                self._ending.fail(error)
                return
            self._metrics.count(value)

    def snapshot(self) -> None:
        """Keep nothing: what is written is what is done."""
        return
