"""The producer and the dataflow, started, changed and stopped together."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from control.errors import AlreadyRunningError, NotRunningError
from control.plan import Plan, Planner, tables_of
from control.settings import ServeSettings
from control.supervisor import WORKING, ChildStatus, Supervisor
from flir_iqa.errors import FlirIqaError
from plumbing.cameras import CameraSettings
from plumbing.kafka.clients import wait_for_brokers
from plumbing.kafka.settings import KafkaSettings
from plumbing.log_events import START_FAILED

log = logging.getLogger(__name__)

_BROKER_S: Final = 5.0
_PRODUCERS_STOP_S: Final = 4.0
_DRAIN_S: Final = 2.5
_DATAFLOW_STOP_S: Final = 2.5
"""Together below the ten seconds in which a control plane ends."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """The modules that are run as children."""

    producers: str = "producers"
    dataflow: str = "dataflow"


@dataclass(frozen=True, slots=True)
class Run:
    """A run and its children."""

    plan: Plan
    producers: Supervisor
    dataflow: Supervisor
    finished: frozenset[str] = frozenset()
    """Films that were over before the producer that runs now was started."""


class Pipeline:
    """Starts, watches, changes and stops one producer and one dataflow. Safe to use from several threads.

    Args:
        kafka: The connection.
        planner: Makes the children's settings.
        settings: Time-outs, and when to give up.
        now: The wall clock, aware.
        rooms: The modules to run.
        inherit: Says which descriptors the children hold as long as they live.
    """

    def __init__(
        self,
        *,
        kafka: KafkaSettings,
        planner: Planner,
        settings: ServeSettings,
        now: Callable[[], datetime],
        rooms: Rooms,
        inherit: Callable[[], Sequence[int]] = tuple,
    ) -> None:
        self._kafka = kafka
        self._planner = planner
        self._settings = settings
        self._now = now
        self._rooms = rooms
        self._inherit = inherit
        self._lock = threading.Lock()
        self._run: Run | None = None

    @property
    def plan(self) -> Plan | None:
        """What runs now, or is being started; None while nothing is."""
        with self._lock:
            return None if self._run is None else self._run.plan

    @property
    def children(self) -> dict[str, ChildStatus]:
        """How each child does."""
        with self._lock:
            run = self._run
        if run is None:
            return {"producers": ChildStatus(), "dataflow": ChildStatus()}
        return {"producers": run.producers.status, "dataflow": run.dataflow.status}

    @property
    def finished(self) -> frozenset[str]:
        """Films that are over, and that the producer that runs now knows nothing of."""
        with self._lock:
            return frozenset() if self._run is None else self._run.finished

    def start(self, plan: Plan) -> None:
        """Start both children and wait until they have accepted their settings; else nothing stays started.

        Raises:
            AlreadyRunningError: A run is there already, whatever its children do.
            BrokerError: No broker answers.
            ChildRefusedError: A child refused its settings; the text is its reason.
            ChildDiedError: A child died otherwise, or said nothing in time.
            NotRunningError: Somebody stopped it meanwhile.
        """
        run = self._make(plan)
        with self._lock:
            if self._run is not None:
                message = "Processor is already running."
                raise AlreadyRunningError(message)
            self._run = run
        try:
            wait_for_brokers(self._kafka, _BROKER_S, stopping=lambda: self._run is not run)
            self._start_children(run)
        except FlirIqaError as error:
            START_FAILED.log(log, reason=str(error))
            with self._lock:
                self._run = None if self._run is run else self._run
            _stop(run)
            raise

    def change(self, cameras: Mapping[str, CameraSettings], again: Collection[str] = ()) -> None:
        """Have a run read these cameras from now on; those that stay as they are do not notice.

        A producer that has ended, for its films are over or it was given up, is started once more for what is new.

        Args:
            cameras: All that shall run.
            again: Those of them that shall begin anew.
        """
        with self._lock:
            run = self._run
            if run is None or (cameras is run.plan.cameras and not again and not run.producers.is_over):
                return
            before = run.plan.cameras
            new = {name: one for name, one in cameras.items() if name in again or before.get(name) != one}
            changed = replace(run, plan=replace(run.plan, cameras=cameras), finished=run.finished - new.keys())
            if run.producers.is_over and (new or _has_missed(run)):
                changed = self._with_producers(changed, new)
            elif new or before.keys() - cameras.keys():
                orders = {**dict.fromkeys(before.keys() - cameras.keys()), **new}
                changed.producers.change(self._planner.for_producers(changed.plan, changed.finished), tables_of(orders))
            self._run = changed

    def revive(self) -> None:
        """Start children that were given up once more."""
        with self._lock:
            run = self._run
            if run is not None and run.producers.status.state == "failed":
                run = self._with_producers(run, ())
            if run is not None and run.dataflow.status.state == "failed":
                run = replace(run, dataflow=self._supervise(self._rooms.dataflow, self._planner.for_dataflow(run.plan)))
                run.dataflow.start()
            self._run = run

    def stop(self) -> None:
        """Stop both children; the frames that the producer has published meanwhile are scored first where possible.

        Raises:
            NotRunningError: There is no run.
        """
        with self._lock:
            run, self._run = self._run, None
        if run is None:
            message = "No processor instance found."
            raise NotRunningError(message)
        _stop(run)

    def _make(self, plan: Plan) -> Run:
        producers = self._supervise(self._rooms.producers, self._planner.for_producers(plan))
        return Run(plan, producers, self._supervise(self._rooms.dataflow, self._planner.for_dataflow(plan)))

    def _supervise(self, module: str, document: Mapping[str, Any]) -> Supervisor:
        return Supervisor(module, document, self._settings, self._now, self._inherit())

    def _with_producers(self, run: Run, new: Collection[str]) -> Run:
        """Start another producer in the place of one that has ended; films that are over are not played once more."""
        reports = reports_of(run.producers.status)
        over = {name for name, report in reports.items() if report.get("state") == "finished"}
        finished = (run.finished | over) & run.plan.cameras.keys() - set(new)
        producers = self._supervise(self._rooms.producers, self._planner.for_producers(run.plan, finished))
        producers.start()
        return replace(run, producers=producers, finished=frozenset(finished))

    def _start_children(self, run: Run) -> None:
        deadline = time.monotonic() + self._settings.start_timeout_s
        for child in (run.dataflow, run.producers):
            child.start()
        for child in (run.producers, run.dataflow):  # what the user gave is mostly about the camera
            child.wait_started(deadline)


def reports_of(status: ChildStatus) -> Mapping[str, Mapping[str, Any]]:
    """Return what a producer says of its cameras."""
    reports = status.counters.get("cameras", {})
    return reports if isinstance(reports, Mapping) else {}


def _has_missed(run: Run) -> bool:
    """Whether a producer has ended well without a word of a camera: an order came too late for it."""
    status = run.producers.status
    return status.state == "finished" and not run.plan.cameras.keys() <= reports_of(status).keys() | run.finished


def _stop(run: Run) -> None:
    """Stop the producer, let the dataflow score what is left, and stop it."""
    was_running = run.producers.status.state in WORKING
    run.producers.stop(time.monotonic() + _PRODUCERS_STOP_S)
    if was_running:
        run.dataflow.wait_for_report(lambda counters: not counters.get("lag_frames"), time.monotonic() + _DRAIN_S)
    run.dataflow.stop(time.monotonic() + _DATAFLOW_STOP_S)
