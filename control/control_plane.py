"""All that the control plane consists of, opened and closed together; what the routes work on."""

import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal

from control.autostart import Autostart
from control.errors import NotRunningError, UnknownCameraError, UnsupervisedError
from control.pictures import Picture, Pictures
from control.pipeline import Pipeline, Plan, Rooms
from control.recent_results import RecentResults
from control.results import ResultTail
from control.settings import ServeSettings
from flir_iqa.errors import BrokerError, FlirIqaError
from plumbing.cameras import CameraSettings
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings

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
        rooms: Rooms | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings
        self.topics = topics
        self.configured = cameras
        self.now = now
        self.results = RecentResults(settings.points_kept, settings.cameras_kept)
        self.tail = ResultTail(kafka, topics.results, self.results)
        self.pipeline = Pipeline(
            document=document,
            kafka=kafka,
            topics=topics,
            cameras=cameras,
            settings=settings,
            now=now,
            rooms=rooms or Rooms(),
        )
        self._pictures = Pictures(kafka, topics)
        self._autostart = Autostart(self._start_configured)

    def open(self) -> None:
        """Begin to follow the results, and to start the configured cameras where that is wished."""
        self.tail.start()
        if self.settings.autostart and self.settings.supervise:
            self._autostart.begin()

    def close(self) -> None:
        """Stop the children and let go of the broker; may be called twice."""
        self._autostart.call_off()
        with contextlib.suppress(NotRunningError):
            self.pipeline.stop()
        self.tail.stop()
        self._pictures.close()

    def start(self, plan: Plan) -> None:
        """Start what the plan says; see `Pipeline.start`.

        Raises:
            UnsupervisedError: The children are not ours.
        """
        self._check_supervising()
        self._autostart.call_off()
        self._start(plan)

    def stop(self) -> None:
        """Stop what runs; see `Pipeline.stop`.

        Raises:
            UnsupervisedError: The children are not ours.
        """
        self._check_supervising()
        self._autostart.call_off()
        self.pipeline.stop()

    @property
    def autostart_error(self) -> str | None:
        """Why the configured cameras could not be started by themselves; None where there is nothing to say."""
        return self._autostart.error

    @property
    def state(self) -> Literal["running", "stopped"]:
        """Whether it runs: what was started, or where we do not supervise, whether results come."""
        if self.settings.supervise:
            return "running" if self.pipeline.plan is not None else "stopped"
        silent_s = self.results.silent_s
        return "running" if silent_s is not None and silent_s < _FLOWING_S else "stopped"

    @property
    def cameras(self) -> Mapping[str, CameraSettings]:
        """The cameras that run; else those that are configured."""
        plan = self.pipeline.plan
        return self.configured if plan is None else plan.cameras

    def camera_ids(self) -> list[str]:
        """Name all cameras that are known: described, or seen in the results."""
        return sorted({*self.cameras, *self.results.camera_ids()})

    def check_camera(self, camera_id: str) -> None:
        """Check that a camera is known.

        Raises:
            UnknownCameraError: It is not.
        """
        if camera_id not in self.cameras and self.results.latest(camera_id) is None:
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

    def _start_configured(self) -> None:
        self._start(self.pipeline.plan_for(None, None, None))

    def _check_supervising(self) -> None:
        if not self.settings.supervise:
            raise UnsupervisedError(_UNSUPERVISED)
