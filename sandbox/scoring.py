"""Scores of the frames of a topic, for tests: the real dataflow in a process of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, overload

from flir_iqa.records import QualityRecord
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.command import flir_iqa_process
from sandbox.demo.evidence import Evidence
from sandbox.errors import SandboxError
from sandbox.guarded import GuardedProcess
from sandbox.waiting import wait_until

_LONGEST_S: Final = 300.0
_STOP_S: Final = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Results(Sequence[QualityRecord]):
    """What came out of a topic of frames."""

    records: tuple[QualityRecord, ...]
    """In the order in which the frames were captured."""
    topics: TopicSettings
    """Where consumers find frames, results, rejected frames and events."""
    n_rejected: int
    """Frames that could not be scored; each is in `topics.rejected` with the reason."""

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, index: int) -> QualityRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[QualityRecord]: ...
    def __getitem__(self, index: int | slice) -> QualityRecord | Sequence[QualityRecord]:
        return self.records[index]

    def of(self, camera_id: str) -> Sequence[QualityRecord]:
        """Return those of one camera."""
        return tuple(record for record in self.records if record.camera_id == camera_id)


class TopicScorer:
    """Runs the dataflow over topics of frames; called with a topic, it returns the results.

    Args:
        bootstrap: The broker, `host:port`.
        folder: Where the log goes; it is there.
    """

    def __init__(self, bootstrap: str, folder: Path) -> None:
        self._kafka = KafkaSettings(bootstrap=bootstrap)
        self._log = folder / "flow.log"

    def __call__(self, topic: str, *options: str, n: int | None = None, timeout_s: float = _LONGEST_S) -> Results:
        """Score frames from the topic's beginning on, and return their results.

        Args:
            topic: The topic of the frames, on this broker.
            options: Any of `flir-iqa flow`, as on the command line: `"--model", "my.onnx"`.
            n: How many results to wait for and to return; by default those of all frames that are there now.
            timeout_s: How long it may take.

        Raises:
            SandboxError: They do not come in time, there are no frames, or the dataflow fails.
        """
        topics = topics_of(topic)
        process = flir_iqa_process(self._arguments(topics, options), self._log)
        with Evidence(self._kafka, topics) as evidence:
            n_wanted = n or evidence.count().published
            if n_wanted < 1:
                message = f"the topic {topic!r} holds no frames to score; give n=... to wait for some"
                raise SandboxError(message)

            def done() -> bool:
                counts = evidence.count()
                return counts.scored + (counts.rejected if n is None else 0) >= n_wanted

            if not done():  # an earlier call may have scored them
                with process:
                    self._wait(process, done, f"{n_wanted} results of {topic!r}", timeout_s)
                    process.stop(_STOP_S)
            records = sorted(evidence.results(), key=lambda record: record.timestamp)
            return Results(tuple(records[:n]), topics, evidence.count().rejected)

    def _arguments(self, topics: TopicSettings, options: Sequence[str]) -> list[str]:
        names = ["--frames", topics.frames, "--results", topics.results]
        names += ["--rejected", topics.rejected, "--events", topics.events]
        start = ["--partitions", "1", "--start", "earliest"]  # a topic of a user's own may have one partition
        return ["flow", "--bootstrap", self._kafka.bootstrap, *names, *start, *options]

    def _wait(self, process: GuardedProcess, done: Callable[[], bool], what: str, timeout_s: float) -> None:
        """Wait until it is done."""
        try:
            wait_until(lambda: done() or not process.running, timeout_s, what)
        except SandboxError as error:
            message = f"{error}; the dataflow's last words: {process.last_lines()}"
            raise SandboxError(message) from error
        if not done():
            message = f"the dataflow ended before there were {what}: {process.last_lines()}"
            raise SandboxError(message)


def topics_of(frames: str) -> TopicSettings:
    """Return the topics beside one of frames: its name and `-results`, `-rejected`, `-events`."""
    return TopicSettings(
        frames=frames, results=f"{frames}-results", rejected=f"{frames}-rejected", events=f"{frames}-events"
    )
