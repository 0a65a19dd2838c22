"""Looks after topics while they are recorded: whether Kafka answers, and whether they are still the same."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, Self

from flir_iqa.errors import FlirIqaError
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.topics import partition_counts, topic_id
from recording.recorder.topics import KnownTopic

log = logging.getLogger(__name__)

_INTERVAL_S: Final = 1.0
_REQUEST_S: Final = 5.0
_LOOKS: Final = 5
"""A broker that has just been started may not know its topics yet: so often a topic is missing before it is deleted."""


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic is another than before: made again, deleted, or given more partitions."""

    before: KnownTopic
    now: KnownTopic | None
    """`None` when it is gone."""

    @property
    def is_recreated(self) -> bool:
        """Whether what was read of it so far is no longer there."""
        return self.now is None or self.now.topic_id != self.before.topic_id


Ask = Callable[[KnownTopic], KnownTopic | None]
"""Looks at a topic again; `None` when there is none of its name. Raises `FlirIqaError` when Kafka does not answer."""


class TopicWatch:
    """A thread, while the context is open. An outage of Kafka is a `problem`, never an error.

    Args:
        topics: The topics as they were.
        ask: Looks at one again.
        interval_s: Seconds between two looks.
    """

    def __init__(self, topics: Sequence[KnownTopic], ask: Ask, interval_s: float = _INTERVAL_S) -> None:
        self._topics = {topic.name: topic for topic in topics}
        self._missing = dict.fromkeys(self._topics, 0)
        self._ask = ask
        self._interval_s = interval_s
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._changes: list[TopicChange] = []
        self._problem: str | None = None
        self._wake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="topic-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True  # a request that goes unanswered is not waited for: the thread ends by itself
        self._wake.set()

    @property
    def problem(self) -> str | None:
        """What is wrong with Kafka or a topic; `None` while all is well."""
        with self._lock:
            return self._problem

    def take_changes(self) -> list[TopicChange]:
        """Return what changed since the last call."""
        with self._lock:
            changes, self._changes = self._changes, []
        return changes

    def look(self) -> None:
        """Look at each topic once: what the thread does again and again, and any other may do."""
        with self._looking:
            problem = self._find_problem()
        with self._lock:
            if problem != self._problem:
                log.warning("%s", problem or "Kafka answers again")
            self._problem = problem

    def _run(self) -> None:
        while not self._closed:
            self._wake.wait(self._interval_s)
            self._wake.clear()
            if not self._closed:
                self.look()

    def _find_problem(self) -> str | None:
        problem = None
        for name in self._topics:
            try:
                problem = self._look_at(name) or problem
            except FlirIqaError as error:
                return str(error)
        return problem

    def _look_at(self, name: str) -> str | None:
        before = self._topics[name]
        now = self._ask(before)
        if now is None:
            return self._miss(before)
        self._missing[name] = 0
        if now != before:
            self._note(TopicChange(before, now))
            self._topics[name] = now
        return None

    def _miss(self, topic: KnownTopic) -> str:
        self._missing[topic.name] += 1
        if self._missing[topic.name] == _LOOKS:
            self._note(TopicChange(topic, None))
        return f"there is no topic {topic.name!r} any more: waiting for it to be made again"

    def _note(self, change: TopicChange) -> None:
        with self._lock:
            self._changes.append(change)


def asking(kafka: KafkaSettings) -> Ask:
    """Return what looks at topics of a cluster; it keeps one client."""
    admin, errors = make_admin(kafka)

    def ask(before: KnownTopic) -> KnownTopic | None:
        try:
            n_partitions = partition_counts(admin, [before.name], _REQUEST_S).get(before.name)
            if n_partitions is None:
                return None
            return replace(before, topic_id=topic_id(admin, before.name), n_partitions=n_partitions)
        except FlirIqaError as error:
            admin.poll(0)
            if errors.latest is None:
                raise
            message = f"Kafka at {kafka.bootstrap!r} does not answer: {errors.latest}"
            raise type(error)(message) from error

    return ask
