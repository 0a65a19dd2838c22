"""Results to Kafka: result partition = frame partition."""

from bytewax.outputs import FixedPartitionedSink, StatefulSinkPartition

from dataflow.items import Noted, Refused, ToSink, partition_key
from dataflow.metrics import FlowMetrics
from dataflow.sinks.writer import ResultWriter


class KafkaSink(FixedPartitionedSink[ToSink, None]):
    """Writes what the flow has to say, through one writer for all partitions of the process.

    Unit of parallelism, guarantee and failure are those of `ResultWriter`; who made the writer flushes and closes it.

    Args:
        writer: An open writer.
        n_partitions: Partitions of the frame topic, and of the topics written to.
        metrics: Told of each record.
    """

    def __init__(self, writer: ResultWriter, n_partitions: int, metrics: FlowMetrics) -> None:
        self._writer = writer
        self._n_partitions = n_partitions
        self._metrics = metrics

    def list_parts(self) -> list[str]:
        """Return the partitions, zero-padded: Bytewax sorts the list as text, and `part_fn` is an index into that."""
        return [partition_key(partition) for partition in range(self._n_partitions)]

    def part_fn(self, item_key: str) -> int:
        """Return the partition that a key stands for."""
        return int(item_key)

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> "KafkaPart":
        """Build the sink of one partition."""
        return KafkaPart(self._writer, int(for_part), self._metrics)


class KafkaPart(StatefulSinkPartition[ToSink, None]):
    """The running sink of one partition."""

    def __init__(self, writer: ResultWriter, partition: int, metrics: FlowMetrics) -> None:
        self._writer = writer
        self._partition = partition
        self._metrics = metrics

    def write_batch(self, values: list[ToSink]) -> None:
        """Write in the order given."""
        for value in values:
            self._writer.write(self._partition, value)
            if isinstance(value, Refused):
                self._metrics.count_rejected()
            elif not isinstance(value, Noted):
                self._metrics.count_scored(value.camera_id, value.latency_ms)

    def snapshot(self) -> None:
        """Keep nothing: what is on the topic is what is done."""
        return
