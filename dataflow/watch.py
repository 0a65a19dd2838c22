"""Looks after Kafka while the flow runs: whether it answers, and whether the frame topic is still the same."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from dataflow.ending import Ending
from dataflow.health import Health
from dataflow.lags import Lags
from dataflow.origin import Origin
from flir_iqa.errors import BrokerError, FlirIqaError
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.topics import end_offsets, partition_counts, topic_id

_INTERVAL_S: Final = 2.0
_REQUEST_S: Final = 2.0
_PATIENCE_S: Final = 5.0
"""How long an acknowledgement may take before that is worth telling."""


class Watch:
    """A thread beside the flow, while the context is open.

    An outage makes the health degraded, with librdkafka's reason, and its end makes it well again: the flow itself
    waits in the meantime. Topics of frames or results that were deleted, also if they were made again, or that were
    given more partitions, end the run: the next one finds out what to do.

    Args:
        kafka: The connection.
        origin: The topics of frames and results.
        n_partitions: How many partitions it has.
        health: Told how it goes.
        ending: Told of what ends the run.
        waiting_s: How long results have been waiting for an acknowledgement.
        lags: Told where the frames end, by a client other than the one that reads them: that one may have lost its way.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        origin: Origin,
        n_partitions: int,
        health: Health,
        ending: Ending,
        waiting_s: Callable[[], float],
        lags: Lags,
    ) -> None:
        self._admin, self._errors = make_admin(kafka)
        self._origin = origin
        self._n_partitions = n_partitions
        self._health = health
        self._ending = ending
        self._waiting_s = waiting_s
        self._lags = lags
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()  # a request that goes unanswered is not waited for: the thread ends by itself

    def _watch(self) -> None:
        while not self._closed.wait(_INTERVAL_S):
            reason = self._reason()
            if not self._closed.is_set() and not self._ending.failed:
                self._health.set(reason)

    def _reason(self) -> str | None:
        """Return why it is degraded; None while it is well."""
        try:
            self._look()
        except FlirIqaError as error:
            self._admin.poll(0)
            return self._errors.latest or str(error)
        waiting_s = self._waiting_s()
        return f"no result was acknowledged for {waiting_s:.0f} s" if waiting_s > _PATIENCE_S else None

    def _look(self) -> None:
        topic, results = self._origin.topic, self._origin.results
        counts = partition_counts(self._admin, [topic, results], _REQUEST_S)
        n_partitions = counts.get(topic)
        if n_partitions is None or topic_id(self._admin, topic) != self._origin.topic_id:
            self._ending.fail(BrokerError(f"the topic {topic!r} was deleted while it was read"))
        elif results not in counts or topic_id(self._admin, results) != self._origin.results_id:
            self._ending.fail(BrokerError(f"the topic {results!r} was deleted while it was written to"))
        elif n_partitions != self._n_partitions:
            self._ending.fail(BrokerError(f"the topic {topic!r} was given {n_partitions} partitions while it was read"))
        else:
            for partition, end in end_offsets(self._admin, topic, self._lags.partitions, _REQUEST_S).items():
                self._lags.set_end(partition, end)
