"""The producer as a child process, as the control plane starts it."""

import json
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from confluent_kafka import Message

from plumbing.child import Report
from plumbing.kafka.clients import make_admin, make_consumer
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import partition_counts
from sandbox.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
QUICK = {"open_timeout_s": 2, "read_timeout_s": 2, "backoff_first_s": 0.1, "backoff_max_s": 0.5}
"""Settings with which a lost camera is found and tried again soon."""


class Producing:
    """`python -m producers --config -`; a context manager that ends it."""

    def __init__(
        self,
        kafka: KafkaSettings,
        topics: TopicSettings,
        cameras: Mapping[str, Mapping[str, Any]],
        produce: Mapping[str, Any] | None = None,
    ) -> None:
        document = {
            "kafka": {"bootstrap": kafka.bootstrap},
            "topics": topics.model_dump(),
            "produce": {**QUICK, **(produce or {})},
            "cameras": cameras,
        }
        self.reports: list[Report] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "producers", "--config", "-"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(document) + "\n")
        self.process.stdin.flush()
        self._errors: list[str] = []
        self._threads = [threading.Thread(target=self._read_reports), threading.Thread(target=self._read_errors)]
        for thread in self._threads:
            thread.start()

    @property
    def errors(self) -> str:
        """What it has written to standard error."""
        return "".join(self._errors)

    def order(self, **cameras: Mapping[str, Any] | None) -> None:
        """Ask for changes of its cameras, as a parent does."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"cameras": cameras}) + "\n")
        self.process.stdin.flush()

    def wait_for(self, condition: Callable[[Report], object], what: str, timeout_s: float = 60) -> Report:
        """Wait for a report, from now on, of which `condition` holds."""
        seen = len(self.reports)

        def find() -> Report | None:
            return next((report for report in self.reports[seen:] if condition(report)), None)

        found = wait_until(lambda: find() or self._ended(), timeout_s, what)
        assert isinstance(found, Report), f"it ended: {self.errors}"
        return found

    def wait_for_camera(
        self, camera_id: str, condition: Callable[[dict[str, Any]], object], what: str
    ) -> dict[str, Any]:
        """Wait for a report, from now on, in which `condition` holds of a camera."""
        report = self.wait_for(
            lambda r: condition(cameras_of(r)[camera_id]) if camera_id in cameras_of(r) else None, what
        )
        return cameras_of(report)[camera_id]

    def end(self, timeout_s: float = 30) -> int:
        """Wait for its end and return the exit code."""
        code = self.process.wait(timeout_s)
        for thread in self._threads:
            thread.join(timeout_s)
        return code

    def terminate(self) -> int:
        """Ask it to end and return the exit code."""
        self.process.terminate()
        return self.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.end()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def _ended(self) -> bool:
        return self.process.poll() is not None

    def _read_reports(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.reports.append(Report.from_line(line))

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self._errors.extend(self.process.stderr)


def cameras_of(report: Report) -> dict[str, dict[str, Any]]:
    """Return what a report says of each camera."""
    found: dict[str, dict[str, Any]] = report.counters.get("cameras", {})
    return found


def balance(camera: Mapping[str, Any]) -> int:
    """Return how many of a camera's frames are not accounted for."""
    outcome: int = camera["published"] + sum(camera["dropped"].values()) + camera["in_flight"]
    return int(camera["captured"]) - outcome


def published_frames(kafka: KafkaSettings, topics: TopicSettings) -> dict[str, list[Message]]:
    """Return what stands in the frame topic, by camera, in order."""
    admin, _ = make_admin(kafka)
    n_partitions = partition_counts(admin, [topics.frames])[topics.frames]
    consumer, _ = make_consumer(kafka, topics.max_frame_bytes)
    found: dict[str, list[Message]] = defaultdict(list)
    try:
        for partition in range(n_partitions):
            first, end = bounds(consumer, topics.frames, partition)
            for message in read_range(consumer, topics.frames, partition, first, end):
                key = message.key()
                assert isinstance(key, bytes)
                found[key.decode()].append(message)
    finally:
        consumer.close()
    return found
