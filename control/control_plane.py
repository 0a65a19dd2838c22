"""All that the control plane consists of, opened and closed together; what the routes work on."""

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal

from control.camera_bodies import TrialAnswer
from control.errors import AlreadyRunningError, NotRunningError, UnknownCameraError, UnsupervisedError
from control.fleet import Fleet
from control.pictures import Picture, Pictures
from control.pipeline import Pipeline, Rooms
from control.plan import DEFAULT_CAMERA, Plan, Planner
from control.recent_results import RecentResults
from control.reconciler import Reconciler
from control.results import ResultTail
from control.settings import ServeSettings
from control.store.cameras import CameraTable
from control.store.connection import Store
from control.trial import Trials
from flir_iqa.errors import BrokerError, FlirIqaError
from plumbing.cameras import CameraSettings, build_camera
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings

_TRIED: Final = "camera"
_LAST_PASS_S = 5.0
_FLOWING_S = 15.0
"""Without a result for so long, nothing is taken to run where we do not supervise."""

_UNSUPERVISED = (
    "producer and dataflow run as services of their own here (supervise = false): start and stop those instead; "
    "results and pictures are shown all the same"
)


class ControlPlane:
    """The pipeline, its results and its pictures.

    Args:
        document: The configuration.
        kafka: The connection.
        topics: The topics.
        cameras: The configured cameras.
        settings: The settings of this room.
        store: What is kept on disk.
        rooms: The modules to run as children.
        now: The wall clock, aware.
    """

    def __init__(
        self,
        *,
        document: Document,
        kafka: KafkaSettings,
        topics: TopicSettings,
        cameras: Mapping[str, CameraSettings],
        settings: ServeSettings,
        store: Store,
        rooms: Rooms | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings
        self.topics = topics
        self.now = now
        self.store = store
        self.results = RecentResults(settings.points_kept, settings.cameras_kept)
        self.tail = ResultTail(kafka, topics.results, self.results)
        self.planner = Planner(document, kafka, topics)
        self.rooms = rooms or Rooms()
        self.pipeline = Pipeline(
            kafka=kafka,
            planner=self.planner,
            settings=settings,
            now=now,
            rooms=self.rooms,
            inherit=self._inherited,
        )
        self._table = CameraTable(store)
        by_default: Literal["running", "paused"] = "running" if settings.autostart else "paused"
        self.fleet = Fleet(cameras, self._table, by_default, lambda: self._reconciler.wake())
        self._reconciler = Reconciler(self.fleet, self.pipeline, self._start_wanted)
        self._pictures = Pictures(kafka, topics)
        self._trials = Trials(self.rooms.producers)

    def open(self) -> None:
        """Begin to follow the results, and bring what runs to what is wanted.

        Raises:
            StoreError: What is kept cannot be read.
        """
        self.store.open()
        self.fleet.open()
        self.tail.start()
        if self.settings.supervise:
            self._reconciler.begin()

    def close(self) -> None:
        """Stop the children and let go of the broker; what is wanted stays. May be called twice."""
        self._reconciler.close()
        self._trials.close()
        with contextlib.suppress(NotRunningError):
            self.pipeline.stop()
        self._reconciler.join(_LAST_PASS_S)
        with contextlib.suppress(NotRunningError):  # its last pass may have begun to start just then
            self.pipeline.stop()
        self.tail.stop()
        self._pictures.close()
        self.store.close()

    def start(self, video_uri: str | None, kafka_topic: str | None, smoothing_window: int | None) -> Plan:
        """Start the camera `default` with an address, or without one all cameras; see `Pipeline.start`.

        Raises:
            UnsupervisedError: The children are not ours.
            SettingsError: A value cannot be used.
            NothingToStartError: There is no camera.
        """
        started = {}
        if video_uri is not None:
            started = {DEFAULT_CAMERA: build_camera(DEFAULT_CAMERA, {"url": video_uri}, "POST /start")}
        cameras = started or self.cameras
        plan = self.planner.plan_for(cameras, kafka_topic, smoothing_window)
        self.check_supervising()
        if self.pipeline.plan is not None:
            message = "Processor is already running."
            raise AlreadyRunningError(message)
        with self._reconciler.by_hand():
            before = self.fleet.running()
            self.fleet.begin(started, {"topic": kafka_topic, "window": smoothing_window})
            try:
                self._start(plan)
            except (AlreadyRunningError, NotRunningError):
                raise
            except FlirIqaError:
                self.fleet.end()
                self.fleet.want(before.keys() & self.fleet.cameras().keys(), "running")
                raise
        return plan

    def stop(self) -> None:
        """Stop what runs, and want nothing to run; see `Pipeline.stop`.

        Raises:
            UnsupervisedError: The children are not ours.
            NotRunningError: Nothing runs, and nothing is wanted.
        """
        self.check_supervising()
        if self.pipeline.plan is None and not self.fleet.running():
            message = "No processor instance found."
            raise NotRunningError(message)
        self.fleet.end()
        with contextlib.suppress(NotRunningError):  # the reconciler was faster
            self.pipeline.stop()
        with self._reconciler.by_hand():
            pass

    def restart(self, camera_ids: Collection[str]) -> None:
        """Have cameras that are wanted to run begin anew, and children that were given up; returns at once."""
        self.check_supervising()
        self._reconciler.restart(set(camera_ids))

    def try_camera(self, camera_id: str | None, changes: Mapping[str, Any]) -> TrialAnswer:
        """Try a camera: one that is described, with changes, or one that is not.

        Raises:
            SettingsError: The description cannot be used.
            UnknownCameraError: There is none of that id.
            BusyError: Too many are tried already.
        """
        if camera_id is None:
            camera = self.fleet.check(_TRIED, changes).settings
        elif not changes and (known := self.fleet.get(camera_id)) is not None:
            camera = known.settings
        else:
            camera = self.fleet.check(camera_id, {**self.fleet.table_of(camera_id), **changes}).settings
        return self._trials.run(self.planner.for_trial(camera_id or _TRIED, camera), self._inherited())

    @property
    def autostart_error(self) -> str | None:
        """Why what is wanted could not be started; None where there is nothing to say."""
        return self._reconciler.error

    @property
    def state(self) -> Literal["running", "stopped"]:
        """Whether it runs: what was started, or where we do not supervise, whether results come."""
        if self.settings.supervise:
            return "running" if self.pipeline.plan is not None else "stopped"
        silent_s = self.results.silent_s
        return "running" if silent_s is not None and silent_s < _FLOWING_S else "stopped"

    @property
    def cameras(self) -> Mapping[str, CameraSettings]:
        """The cameras that are described."""
        return {name: one.settings for name, one in self.fleet.cameras().items()}

    def camera_ids(self) -> list[str]:
        """Name all cameras that are known: described, or seen in the results."""
        return sorted({*self.fleet.ids(), *self.results.camera_ids()})

    def check_camera(self, camera_id: str) -> None:
        """Check that a camera is known.

        Raises:
            UnknownCameraError: It is not.
        """
        known = self.results.latest(camera_id) is not None or camera_id in self.fleet.broken
        if not known and self.fleet.get(camera_id) is None:
            message = f"there is no camera {camera_id[:140]!r}"
            raise UnknownCameraError(message)

    def picture(self, camera_id: str) -> Picture | None:
        """Return the latest scored frame of a camera; None before there is one.

        Raises:
            UnknownCameraError: There is no such camera.
            NoPictureError: The frame is not in the topic any more, or no JPEG.
            BrokerError: The broker does not answer.
        """
        self.check_camera(camera_id)
        latest = self.results.latest(camera_id)
        if latest is None:
            return None
        if self.tail.status.state == "lost":
            message = f"the broker does not answer: {self.tail.status.error}"
            raise BrokerError(message)
        return self._pictures.read(latest)

    def _start(self, plan: Plan) -> None:
        if self.pipeline.plan is None:
            self.tail.follow(plan.topics.results)
        try:
            self.pipeline.start(plan)
        except FlirIqaError:
            if self.pipeline.plan is None:
                self.tail.follow(self.topics.results)
            raise

    def _inherited(self) -> Sequence[int]:
        """Return the lock of the state folder: it is held until the last child has ended."""
        return () if self.store.descriptor is None else (self.store.descriptor,)

    def _start_wanted(self) -> None:
        run = self._table.run()
        self._start(self.planner.plan_for(self.fleet.running(), run.get("topic"), run.get("window")))

    def check_supervising(self) -> None:
        """Check that the children are ours.

        Raises:
            UnsupervisedError: They are not.
        """
        if not self.settings.supervise:
            raise UnsupervisedError(_UNSUPERVISED)
