"""Runs the flow as a process, gives it frames, and reads what it wrote."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from confluent_kafka import Message

import chaos.flow_process
from flir_iqa.records import EventRecord, QualityRecord, RejectedRecord, read_event, read_result
from plumbing.frames import FrameHeaders
from plumbing.kafka.clients import make_admin, make_consumer, make_producer
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import partition_counts
from sandbox.waiting import wait_until

PATIENCE_S = 60.0
CHECKOUT = Path(__file__).parent.parent.parent
SAMPLES = [path.read_bytes() for path in sorted((CHECKOUT / "samples").glob("*.jpg"))]


class FlowProcess(chaos.flow_process.FlowProcess):
    """The flow, watched by its log, which is in words."""

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, log: Path, *options: str) -> None:
        super().__init__(kafka, topics, log, "--log-format", "human", *options)

    def start_reading(self) -> Self:
        """Start, and wait until it takes frames."""
        before = self.log.count("INFO dataflow.attempt scoring")
        self.start()
        self.wait_for_log("INFO dataflow.attempt scoring", before + 1)
        return self


class Topics:
    """Frames in, records out, on a real broker."""

    def __init__(self, kafka: KafkaSettings, names: TopicSettings) -> None:
        self._kafka = kafka
        self.names = names
        self._producer, _ = make_producer(kafka, names.max_frame_bytes, **{"message.timeout.ms": 120_000})
        self._consumer, _ = make_consumer(kafka, names.max_frame_bytes, **{"fetch.wait.max.ms": 5})

    def put_frame(
        self, camera: str, seq: int, partition: int, picture: bytes | None = None, timestamp_ms: int = 0
    ) -> None:
        headers = FrameHeaders(captured_at=datetime.now(UTC), seq=seq, stream_id="s").encode()
        picture = picture or SAMPLES[seq % len(SAMPLES)]
        self.put(camera.encode(), picture, headers, partition, timestamp_ms=timestamp_ms)

    def put(
        self,
        key: bytes | None,
        value: bytes,
        headers: Sequence[tuple[str, bytes | None]] = (),
        partition: int = 0,
        topic: str | None = None,
        timestamp_ms: int = 0,
    ) -> None:
        """Send one message; `timestamp_ms` 0 is now."""
        name = topic or self.names.frames
        self._producer.produce(name, value, key, partition=partition, headers=list(headers), timestamp=timestamp_ms)
        self._producer.poll(0)

    def flush(self) -> None:
        assert self._producer.flush(PATIENCE_S) == 0

    def count(self, topic: str) -> int:
        """How many messages the partitions of a topic ever took; 0 while it is not there."""
        n_partitions = partition_counts(make_admin(self._kafka)[0], [topic]).get(topic, 0)
        return sum(bounds(self._consumer, topic, partition)[1] for partition in range(n_partitions))

    def wait_for(self, *, results: int = 0, rejected: int = 0) -> None:
        """Wait until so many results and rejected records are there, in all."""
        wait_until(lambda: self.count(self.names.results) >= results, PATIENCE_S, f"{results} results are there")
        wait_until(lambda: self.count(self.names.rejected) >= rejected, PATIENCE_S, f"{rejected} rejects are there")

    def messages(self, topic: str, partition: int) -> list[Message]:
        low, high = bounds(self._consumer, topic, partition)
        return list(read_range(self._consumer, topic, partition, low, high))

    def results(self, partition: int = 0) -> list[QualityRecord]:
        records = [read_result(message.value()) for message in self.messages(self.names.results, partition)]
        return [record for record in records if isinstance(record, QualityRecord)]

    def rejected(self, partition: int = 0) -> list[RejectedRecord]:
        return [RejectedRecord.from_json(message.value()) for message in self.messages(self.names.rejected, partition)]

    def events(self, partition: int = 0) -> list[EventRecord]:
        return [read_event(message.value()) for message in self.messages(self.names.events, partition)]


def offsets_of(records: Iterable[QualityRecord | RejectedRecord]) -> list[int]:
    return [int(record.frame_id.rpartition("-")[2]) for record in records]
