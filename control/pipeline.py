"""The producer and the dataflow, started and stopped together: what `POST /start` and `POST /stop` do."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from control.errors import AlreadyRunningError, NothingToStartError, NotRunningError
from control.settings import ServeSettings
from control.supervisor import ChildStatus, Supervisor
from flir_iqa.errors import FlirIqaError
from plumbing.cameras import CameraSettings, build_camera
from plumbing.document import Document
from plumbing.kafka.clients import wait_for_brokers
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_events import START_FAILED
from plumbing.logs import for_child
from plumbing.settings import load, table_for_child

log = logging.getLogger(__name__)

DEFAULT_CAMERA: Final = "default"
DEFAULT_WINDOW: Final = 150
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run consists of, checked as far as this room can."""

    cameras: Mapping[str, CameraSettings]
    topics: TopicSettings
    smoothing_window: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run and its children."""

    plan: Plan
    producers: Supervisor
    dataflow: Supervisor


class Pipeline:
    """Starts, watches and stops one producer and one dataflow. Safe to use from several threads.

    Args:
        document: The configuration: the children get its tables `[produce]` and `[flow]`.
        kafka: The connection that the children get.
        topics: The topics that they get.
        cameras: The configured cameras.
        settings: Time-outs, and when to give up.
        now: The wall clock, aware.
        rooms: The modules to run.
    """

    def __init__(
        self,
        *,
        document: Document,
        kafka: KafkaSettings,
        topics: TopicSettings,
        cameras: Mapping[str, CameraSettings],
        settings: ServeSettings,
        now: Callable[[], datetime],
        rooms: Rooms,
    ) -> None:
        self._kafka = kafka
        self._topics = topics
        self._cameras = cameras
        self._settings = settings
        self._now = now
        self._rooms = rooms
        self._produce_table = table_for_child("produce", document)
        self._flow_table = table_for_child("flow", document)
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

    def plan_for(self, video_uri: str | None, kafka_topic: str | None, smoothing_window: int | None) -> Plan:
        """Say what a start would run; what is not given comes from the configuration.

        Raises:
            SettingsError: A value cannot be used.
            NothingToStartError: No camera is given, and none is configured.
        """
        cameras = self._cameras
        if video_uri is not None:
            cameras = {DEFAULT_CAMERA: build_camera(DEFAULT_CAMERA, {"url": video_uri}, "POST /start")}
        if not cameras:
            message = (
                "there is no camera to start: give video_uri, such as rtsp://192.0.2.7/stream, or describe cameras "
                "under [cameras.<id>] in the configuration file"
            )
            raise NothingToStartError(message)
        topics = self._topics
        if kafka_topic is not None:
            tables = {"topics": {**topics.model_dump(), "results": kafka_topic}}
            topics = load(TopicSettings, Document("POST /start", tables), environ={})
        window = smoothing_window or self._flow_table.get("smoothing_window", DEFAULT_WINDOW)
        return Plan(cameras=cameras, topics=topics, smoothing_window=int(str(window)))

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
        kafka, topics = self._kafka.model_dump(exclude_none=True), plan.topics.model_dump()
        common = {"kafka": kafka, "topics": topics, "log": for_child()}
        cameras = {name: camera.model_dump(exclude_none=True) for name, camera in plan.cameras.items()}
        produce = {**common, "produce": self._produce_table, "cameras": cameras}
        flow = {**common, "flow": {**self._flow_table, "smoothing_window": plan.smoothing_window}}
        return Run(plan, self._supervise(self._rooms.producers, produce), self._supervise(self._rooms.dataflow, flow))

    def _supervise(self, module: str, document: Mapping[str, Any]) -> Supervisor:
        return Supervisor(module, document, self._settings, self._now)

    def _start_children(self, run: Run) -> None:
        deadline = time.monotonic() + self._settings.start_timeout_s
        for child in (run.dataflow, run.producers):
            child.start()
        for child in (run.producers, run.dataflow):  # what the user gave is mostly about the camera
            child.wait_started(deadline)


def _stop(run: Run) -> None:
    """Stop the producer, let the dataflow score what is left, and stop it."""
    was_running = run.producers.status.state in ("running", "degraded")
    run.producers.stop(time.monotonic() + _PRODUCERS_STOP_S)
    if was_running:
        run.dataflow.wait_for_report(lambda counters: not counters.get("lag_frames"), time.monotonic() + _DRAIN_S)
    run.dataflow.stop(time.monotonic() + _DATAFLOW_STOP_S)
