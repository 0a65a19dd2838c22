"""The real parts that a scenario plays on, and what it notes about them."""

import random
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from uuid import uuid4

from chaos.brokers import Brokers
from chaos.errors import ChaosError
from chaos.evidence import Evidence, Frame, Outcome
from chaos.feed import Feed
from chaos.flow_process import FlowProcess
from chaos.judging import Place, Verdict, judge
from chaos.message import TINY_MODEL, Message, pictures
from chaos.recovery import recoveries_s
from chaos.reference import qualities
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic, result_topics
from sandbox.waiting import wait_until

PARTITIONS: Final = 3
WINDOW: Final = 20
_SETTLE_S: Final = 180.0
_LOOK_S: Final = 0.2
_MOST_OPEN: Final = 2000
"""Frames without an outcome that a scenario lets pile up while it waits for results."""
_APPEND_TIME: Final = {"message.timestamp.type": "LogAppendTime"}


class Stage:
    """Fresh topics on a real Kafka, a source of chance, a folder of logs; a context manager that ends all it started.

    Attributes:
        brokers: The Kafka.
        broker: Its one broker, or the first.
        kafka: How to reach it.
        topics: The topics; the result topic keeps when Kafka took each record.
        folder: Where logs go.
        chance: Seeded: the same scenario draws the same moments.
        times: How often the fault was made so far.
        broken: Promises that were not kept.
        notes: What else was measured.
        verdict: What `conclude` found.
        recoveries_s: Likewise.

    Args:
        brokers: A running Kafka.
        folder: A folder that is there.
        chance: A source of chance.
        tell: Told what goes on, for a person who waits.
    """

    def __init__(
        self,
        brokers: Brokers,
        folder: Path,
        chance: random.Random,
        tell: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.brokers = brokers
        self.broker = brokers.nodes[0]
        self.kafka = brokers.settings
        self.folder = folder
        self.chance = chance
        self.times = 0
        self.broken: list[str] = []
        self.notes: list[str] = []
        self.verdict: Verdict | None = None
        self.recoveries_s: list[float] = []
        self.topics = _fresh_topics(brokers.replication)
        self._tell = tell
        self._marks_s: list[float] = []
        self._stack = ExitStack()
        self._model: Path | None = TINY_MODEL
        self._sent: Sequence[Message] = ()
        self._kept: dict[Place, Frame] = {}
        self._flows: list[FlowProcess] = []
        self._patient_feed: Feed | None = None

    def __enter__(self) -> Self:
        self.make_topics()
        self.evidence = self._stack.enter_context(Evidence(self.kafka))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def stack(self) -> ExitStack:
        """Closed when the scenario is over."""
        return self._stack

    def make_topics(self) -> None:
        """Make the topics that are missing."""
        frames, *records = [frame_topic(self.topics), *result_topics(self.topics, PARTITIONS)]
        dated = [replace(spec, config=spec.config | _APPEND_TIME) for spec in records]
        admin, _ = make_admin(self.kafka)
        ensure_topics(admin, [frames, *dated], create=True)

    def flow(self, *options: str, model: Path | None = TINY_MODEL, window: int = WINDOW) -> FlowProcess:
        """Make a flow, not started yet.

        Args:
            options: More options of `flir-iqa flow`.
            model: The ONNX file; None for the shipped model.
            window: Frames of the sliding mean.
        """
        self._model = model
        chosen = ["--start", "earliest", "--smoothing-window", str(window), *options]
        if model is not None:
            chosen += ["--model", str(model)]
        log = self.folder / f"flow{len(self._flows) or ''}.log"
        made = self._stack.enter_context(FlowProcess(self.kafka, self.topics, log, *chosen))
        self._flows.append(made)
        return made

    def feed(self, fps: float, messages: Sequence[Message] | None = None, patient: bool = True) -> Feed:
        """Make a feed, not started yet.

        Args:
            fps: Frames a second.
            messages: What it sends; by default good frames.
            patient: Hold frames back while too many have no outcome; not where some never get one of their own.
        """
        self._sent = pictures() if messages is None else messages
        feed = Feed(self.kafka, self.topics, fps, self._sent)
        self._patient_feed = feed if patient else None
        return feed

    def count_fault(self, text: str) -> None:
        """Note that the fault was made once more."""
        self.times += 1
        self._tell(f"{text} {self.times}")

    def tell(self, text: str) -> None:
        """Tell what goes on."""
        self._tell(text)

    def mark_repair(self) -> None:
        """Note that from now on results may come again: the thing is started, or thawed."""
        self._marks_s.append(time.time())

    def check(self, promise: str, kept: bool) -> None:
        """Note a promise that is not kept."""
        if not kept:
            self.broken.append(promise)

    def wait_for_results(self, n_more: int = 1, timeout_s: float = _SETTLE_S) -> None:
        """Wait until so many more results are there.

        Raises:
            ChaosError: No flow runs any more.
            SandboxError: They do not come in time.
        """
        wanted = self._count(self.topics.results) + n_more

        def came() -> bool:
            if self._flows and all(flow.running.poll() is not None for flow in self._flows):
                message = f"expected results of a flow, it has ended: {self._flows[-1].log[-2000:]}"
                raise ChaosError(message)
            n_results = self._count(self.topics.results)
            self._hold_feed(n_results)
            return n_results >= wanted

        try:
            wait_until(came, timeout_s, f"{wanted} results")
        finally:
            if self._patient_feed is not None:
                self._patient_feed.hold(False)

    def settle(self, n_elsewhere: int = 0) -> None:
        """Wait until there are as many outcomes as frames; what misses after three minutes is lost."""

        def n_open() -> int:
            frames, results, rejected = (self._count(name) for name in (self.topics.frames, *self._records()))
            return frames - results - rejected - n_elsewhere

        self._wait_until_none(n_open)

    def settle_origin(self, origin: str) -> None:
        """Likewise, where records of a former frame topic stand on the topics too."""

        def n_open() -> int:
            return self._count(self.topics.frames) - sum(len(self._outcomes(name, origin)) for name in self._records())

        self._wait_until_none(n_open)

    def keep_frames(self) -> None:
        """Read what the frame topic holds now, to judge by it also when it is removed."""
        found = self.evidence.frames(self.topics.frames, PARTITIONS)
        self._kept |= {(frame.partition, frame.offset): frame for frame in found}

    @property
    def frames(self) -> Sequence[Frame]:
        """What `keep_frames` has read so far."""
        return list(self._kept.values())

    def next_frames(self) -> list[int]:
        """Return, for each partition, the frame behind the last that has an outcome."""
        following = [0] * PARTITIONS
        for outcome in (each for name in self._records() for each in self._outcomes(name, None)):
            offset = int(outcome.frame_id.rpartition("-")[2])
            following[outcome.partition] = max(following[outcome.partition], offset + 1)
        return following

    def outcomes(self) -> tuple[list[Outcome], list[Outcome]]:
        """Return the results and the rejected records that are there now."""
        results, rejected = (self._outcomes(name, None) for name in self._records())
        return results, rejected

    def doubled_anywhere(self) -> bool:
        """Whether any frame, also of a former topic, has two results."""
        found = self._outcomes(self.topics.results, None)
        return len({(outcome.origin, outcome.frame_id) for outcome in found}) < len(found)

    def conclude(
        self, feed: Feed | None = None, elsewhere: Collection[Place] = (), origin: str | None = None
    ) -> Sequence[Frame]:
        """Read all topics, and judge; return the frames.

        Args:
            feed: What sent the frames; all that it was acknowledged must stand on the topic.
            elsewhere: Frames whose outcome is neither a result nor a rejected record.
            origin: Kafka's id of the frame topic, where records of a former one may stand there too.
        """
        self._tell("counting")
        self.keep_frames()
        frames = self.frames
        if not frames:
            message = "expected frames on the topic to judge by, there is none"
            raise ChaosError(message)
        everything, rejected = (self.evidence.outcomes(name, PARTITIONS) for name in self._records())
        results, rejected = (_from(origin, found) for found in (everything, rejected))
        known = qualities(self._model, self._sent)
        self.verdict = judge(self.topics.frames, frames, results, rejected, known, elsewhere)
        self.recoveries_s = recoveries_s(self._marks_s, [outcome.appended_s for outcome in everything])
        if feed is not None and feed.n_acknowledged > len(frames):
            self.broken.append(f"Kafka acknowledged {feed.n_acknowledged} frames and holds {len(frames)}")
        return frames

    def _hold_feed(self, n_results: int) -> None:
        """Hold frames back while too many wait: a flow that starts slowly would have to work off minutes of them."""
        if self._patient_feed is not None:
            n_done = n_results + self._count(self.topics.rejected)
            self._patient_feed.hold(self._patient_feed.n_acknowledged - n_done > _MOST_OPEN)

    def _records(self) -> tuple[str, str]:
        return self.topics.results, self.topics.rejected

    def _count(self, topic: str) -> int:
        return self.evidence.count(topic, PARTITIONS)

    def _outcomes(self, topic: str, origin: str | None) -> list[Outcome]:
        return _from(origin, self.evidence.outcomes(topic, PARTITIONS))

    def _wait_until_none(self, n_open: Callable[[], int]) -> None:
        deadline = time.monotonic() + _SETTLE_S
        while (n_left := n_open()) > 0 and time.monotonic() < deadline:
            self._tell(f"{n_left} frames to go")
            time.sleep(_LOOK_S)


def _from(origin: str | None, found: Sequence[Outcome]) -> list[Outcome]:
    """Leave out what is about a former frame topic of the same name, where its id is given."""
    return [outcome for outcome in found if origin is None or outcome.origin == origin]


def _fresh_topics(replication: int) -> TopicSettings:
    name = uuid4().hex[:8]
    return TopicSettings(
        frames=f"frames-{name}",
        results=f"results-{name}",
        rejected=f"rejected-{name}",
        events=f"events-{name}",
        partitions=PARTITIONS,
        replication=replication,
    )
