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
from producers.camera import Camera
from producers.display import Show, figures, summary
from producers.ledger import UNDELIVERED, Ledger
from producers.monitor import CameraReport, Monitor
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
    """All cameras of this process and the way to Kafka, from start to end."""

    def __init__(
        self,
        kafka: KafkaSettings,
        topics: TopicSettings,
        produce: ProduceSettings,
        sources: Mapping[str, Source],
        stopper: Stopper,
        reporter: Reporter,
        show: Show,
    ) -> None:
        self._kafka = kafka
        self._topics = topics
        self._produce = produce
        self._sources = sources
        self._stopper = stopper
        self._reporter = reporter
        self._show = show
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
        cameras = [self._camera(publisher, camera_id, source) for camera_id, source in self._sources.items()]
        monitor, watchdog = Monitor(cameras), Watchdog(cameras, self._produce.hang_limit_s)
        publisher.start()
        for camera in cameras:
            camera.start()

        def report() -> None:
            watchdog.look()
            self._report(monitor.look(), publisher.problem)

        self._wait_until(lambda: all(camera.is_finished for camera in cameras), report)
        deadline_s = time.monotonic() + self._produce.delivery_timeout_s
        self._wait_until(lambda: publisher.is_empty or time.monotonic() > deadline_s, report)
        self._finish(cameras, publisher, monitor)

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

    def _camera(self, publisher: Publisher, camera_id: str, source: Source) -> Camera:
        ledger = Ledger()
        outbox = publisher.outbox(camera_id, ledger, len(self._sources))
        return Camera(camera_id, source, outbox, ledger, self._produce, self._topics.max_frame_bytes)

    def _report(self, reports: Sequence[CameraReport], problem: str | None) -> None:
        if problem is not None and self._problem is None:
            DEGRADED.log(log, reason=problem)
        elif problem is None and self._problem is not None:
            RECOVERED.log(log)
        self._problem = problem
        self._reporter.send("running" if problem is None else "degraded", problem, cameras=as_counters(reports))
        self._show(reports, problem)

    def _finish(self, cameras: Sequence[Camera], publisher: Publisher, monitor: Monitor) -> None:
        stopped = self._stopper.stopping
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
