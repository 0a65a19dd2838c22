"""Runs the flow as a process, gives it frames, and reads what it wrote."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from confluent_kafka import Message

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


class FlowProcess:
    """`python -m dataflow` on the given topics; a context manager that leaves nothing behind."""

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, log: Path, *options: str) -> None:
        names = ("frames", "results", "rejected", "events", "partitions")
        chosen = [text for name in names for text in (f"--{name}", str(getattr(topics, name)))]
        self._command = [sys.executable, "-m", "dataflow", "--bootstrap", kafka.bootstrap, *chosen, *options]
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(self._command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stderr=stream)
        return self

    def start_reading(self) -> Self:
        """Start, and wait until it takes frames."""
        before = self.log.count("INFO dataflow.attempt scoring")
        self.start()
        self.wait_for_log("INFO dataflow.attempt scoring", before + 1)
        return self

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def wait_for_log(self, text: str, count: int = 1) -> None:

        def said() -> bool:
            return self.log.count(text) >= count or self.running.poll() is not None

        wait_until(said, PATIENCE_S, f"the log says {text!r}")
        assert self.log.count(text) >= count, self.log

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    def kill(self) -> None:
        self.running.kill()
        self.running.wait()

    def terminate(self) -> int:
        self.running.terminate()
        return self.wait()

    def wait(self) -> int:
        return self.running.wait(PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


class Topics:
    """Frames in, records out, on a real broker."""

    def __init__(self, kafka: KafkaSettings, names: TopicSettings) -> None:
        self._kafka = kafka
        self.names = names
        self._producer, _ = make_producer(kafka, names.max_frame_bytes, **{"message.timeout.ms": 120_000})
        self._consumer, _ = make_consumer(kafka, names.max_frame_bytes, **{"fetch.wait.max.ms": 5})

    def put_frame(self, camera: str, seq: int, partition: int, picture: bytes | None = None) -> None:
        headers = FrameHeaders(captured_at=datetime.now(UTC), seq=seq, stream_id="s").encode()
        self.put(camera.encode(), picture or SAMPLES[seq % len(SAMPLES)], headers, partition)

    def put(
        self,
        key: bytes | None,
        value: bytes,
        headers: Sequence[tuple[str, bytes | None]] = (),
        partition: int = 0,
        topic: str | None = None,
    ) -> None:
        self._producer.produce(topic or self.names.frames, value, key, partition=partition, headers=list(headers))
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
