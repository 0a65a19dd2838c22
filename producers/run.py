"""The producer at work: wait for Kafka, run the cameras, report, end in time."""

import logging
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final

from flir_iqa.errors import BrokerError, CameraError
from plumbing.child import Reporter
from plumbing.kafka.clients import make_admin, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic
from plumbing.log_events import CAMERA_ENDED, DEGRADED, RECOVERED
from plumbing.stopping import Stopper
from producers.background import in_background
from producers.backoff import Backoff
from producers.display import Show, figures, summary
from producers.ledger import UNDELIVERED
from producers.lineup import Lineup
from producers.monitor import CameraReport, Monitor
from producers.orders import Orders
from producers.publisher import Publisher
from producers.settings import ProduceSettings
from producers.sources.base import Source
from producers.watchdog import Watchdog, end_if_frozen

log = logging.getLogger(__name__)

_REPORT_S: Final = 1.0
_LOOK_S: Final = 0.1
_BROKER_ATTEMPT_S: Final = 2.0
_JOIN_S: Final = 1.0
_FLUSH_S: Final = 2.0
"""With `_JOIN_S` and the rest well below the 5 seconds that a process has to end."""


class Production:
    """All cameras of this process and the way to Kafka, from start to end.

    Args:
        kafka: The connection.
        topics: The topics.
        produce: How cameras are read.
        sources: The cameras to begin with.
        stopper: Says when to end.
        reporter: Tells the parent.
        show: Tells a person.
        orders: Gives changes of the cameras.
        make: Makes the source of an ordered camera; never raises.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        topics: TopicSettings,
        produce: ProduceSettings,
        sources: Mapping[str, Source],
        stopper: Stopper,
        reporter: Reporter,
        show: Show,
        orders: Orders,
        make: Callable[[str, Any], Source],
    ) -> None:
        self._kafka = kafka
        self._topics = topics
        self._produce = produce
        self._sources = sources
        self._stopper = stopper
        self._reporter = reporter
        self._show = show
        self._orders = orders
        self._make = make
        self._problem: str | None = None

    def run(self) -> None:
        """Produce until asked to stop, or until the last film is over and delivered.

        Raises:
            TopicError: The frame topic is not as the settings ask for.
            CameraError: A film broke off.
            BrokerError: Frames of a film that is over could not be delivered.
        """
        # one who looks on may halt it (Ctrl-Z), and sees it hang
        guard = nullcontext() if sys.stderr.isatty() else end_if_frozen()
        with guard:
            if self._wait_for_topic():
                self._produce_all()

    def _produce_all(self) -> None:
        max_frame_bytes = self._topics.max_frame_bytes
        publisher = Publisher(self._kafka, self._topics.frames, max_frame_bytes, self._produce)
        lineup = Lineup(publisher, self._produce, max_frame_bytes)
        monitor, watchdog = Monitor(lineup.cameras), Watchdog(lineup.cameras, self._produce.hang_limit_s)
        publisher.start()
        lineup.change(self._sources)

        def report() -> None:
            watchdog.look()
            self._report(monitor.look(), publisher.problem)

        self._wait_until(lambda: self._is_over(lineup), report)
        deadline_s = time.monotonic() + self._produce.delivery_timeout_s
        self._wait_until(lambda: publisher.is_empty or time.monotonic() > deadline_s, report)
        self._finish(lineup, publisher, monitor)

    def _wait_for_topic(self) -> bool:
        """Wait for Kafka and see that the frame topic is there; return whether to go on."""
        backoff = Backoff(self._produce.backoff_first_s, self._produce.backoff_max_s)

        def report() -> None:
            self._report([], self._problem)

        while not self._stopper.stopping:
            attempt = in_background(self._ensure_topic, "topic")  # its requests wait longer than an end may take
            if not self._wait_until(attempt.done, report):
                return False
            try:
                attempt.result()
            except BrokerError as error:
                self._report([], str(error))
                next_s = time.monotonic() + backoff.next_wait_s()
                self._wait_until(lambda: time.monotonic() > next_s, report)  # noqa: B023 - used at once
            else:
                return True
        return False

    def _ensure_topic(self) -> None:
        wait_for_brokers(self._kafka, _BROKER_ATTEMPT_S, lambda: self._stopper.stopping)
        admin, _ = make_admin(self._kafka)
        ensure_topics(admin, [frame_topic(self._topics)], self._topics.create)

    def _wait_until(self, condition: Callable[[], bool], report: Callable[[], None]) -> bool:
        """Wait for a condition, reporting every second; return whether it came before the process was asked to end."""
        reported_s = -math.inf
        while not condition():
            if time.monotonic() - reported_s >= _REPORT_S:
                report()
                reported_s = time.monotonic()
            if self._stopper.wait(_LOOK_S):
                return False
        return True

    def _is_over(self, lineup: Lineup) -> bool:
        """Change the cameras as ordered; return whether none has anything to read any more, and none can come."""
        ordered = self._orders.take()
        if ordered:
            tables = ordered.items()
            lineup.change({name: None if table is None else self._make(name, table) for name, table in tables})
        lineup.look()
        return lineup.is_finished and bool(lineup.cameras or not self._orders.expected)

    def _report(self, reports: Sequence[CameraReport], problem: str | None) -> None:
        if problem is not None and self._problem is None:
            DEGRADED.log(log, reason=problem)
        elif problem is None and self._problem is not None:
            RECOVERED.log(log)
        self._problem = problem
        self._reporter.send("running" if problem is None else "degraded", problem, cameras=as_counters(reports))
        self._show(reports, problem)

    def _finish(self, lineup: Lineup, publisher: Publisher, monitor: Monitor) -> None:
        stopped, cameras = self._stopper.stopping, lineup.cameras
        for camera in cameras:
            camera.stop()
        for camera in cameras if stopped else ():
            camera.join(_JOIN_S / len(cameras))
        publisher.close(_FLUSH_S if stopped else 0.0)
        reports = monitor.look()
        self._report(reports, publisher.problem)
        for report in reports:
            CAMERA_ENDED.log(log, summary=summary(report), **figures(report))
        if not stopped:
            raise_for_losses(reports)


def as_counters(reports: Sequence[CameraReport]) -> dict[str, Any]:
    """Return the reports as a parent process is told them."""
    return {report.camera_id: report.to_dict() for report in reports}


def raise_for_losses(reports: Sequence[CameraReport]) -> None:
    """Raise if a film was not published to its end.

    Raises:
        CameraError: One broke off.
        BrokerError: Frames of one could not be delivered.
    """
    for report in reports:
        if report.status.error is not None:
            message = f"camera {report.camera_id!r} broke off: {report.status.error}"
            raise CameraError(message)
    n_lost = sum(n for report in reports for reason, n in report.counts.dropped.items() if reason in UNDELIVERED)
    if n_lost:
        message = f"{n_lost} frames could not be delivered to Kafka; it was too slow or away"
        raise BrokerError(message)
