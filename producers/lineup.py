"""The cameras of a process, which may come and go while others run."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from plumbing.log_events import CAMERA_ENDED
from producers.camera import Camera
from producers.display import figures, summary
from producers.ledger import Ledger
from producers.monitor import CameraReport
from producers.outbox import Outbox
from producers.publisher import Publisher
from producers.settings import ProduceSettings
from producers.sources.base import Source

log = logging.getLogger(__name__)

_END_S: Final = 5.0
"""How long a camera has to end and to deliver what it has, before what it still says counts for nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A camera and its way to Kafka."""

    camera: Camera
    outbox: Outbox


class Lineup:
    """All cameras of this process. For one thread, which calls `look` often.

    A camera that takes the place of another begins when that one has ended and delivered, so that the frames of an id
    never mix.

    Args:
        publisher: The way to Kafka.
        produce: How cameras are read.
        max_frame_bytes: The largest frame that the topic takes.
        clock: Monotonic, in seconds.
    """

    def __init__(
        self,
        publisher: Publisher,
        produce: ProduceSettings,
        max_frame_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publisher = publisher
        self._produce = produce
        self._max_frame_bytes = max_frame_bytes
        self._clock = clock
        self._places: dict[str, Place] = {}
        self._ending: dict[str, tuple[Place, float]] = {}
        self._next: dict[str, Source] = {}
        self.cameras: list[Camera] = []
        """Those at work; one list, which changes in place."""

    def change(self, sources: Mapping[str, Source | None]) -> None:
        """Begin each camera that has a source, instead of the one of that id; end each that has none."""
        for camera_id, source in sources.items():
            self._end(camera_id)
            self._next.pop(camera_id, None)
            if source is not None:
                self._next[camera_id] = source
        self.look()

    def look(self) -> None:
        """Let go of cameras that have ended, and begin those that waited for that."""
        for camera_id, (place, deadline_s) in list(self._ending.items()):
            if place.camera.is_finished and place.outbox.is_empty:
                self._let_go(camera_id, place)
            elif self._clock() > deadline_s:
                place.outbox.close()  # from now on nothing of it reaches the topic
                self._let_go(camera_id, place)
        ready = [camera_id for camera_id in self._next if camera_id not in self._ending]
        n_cameras = len(self._places) + len(ready)
        for camera_id in ready:
            self._begin(camera_id, self._next.pop(camera_id), n_cameras)
        if ready:
            self._publisher.share_out(n_cameras)

    @property
    def is_finished(self) -> bool:
        """Whether no camera has anything to read any more."""
        return not self._next and all(camera.is_finished for camera in self.cameras)

    def _begin(self, camera_id: str, source: Source, n_cameras: int) -> None:
        ledger = Ledger()
        outbox = self._publisher.outbox(camera_id, ledger, n_cameras)
        camera = Camera(camera_id, source, outbox, ledger, self._produce, self._max_frame_bytes)
        self._places[camera_id] = Place(camera, outbox)
        self.cameras.append(camera)
        camera.start()

    def _end(self, camera_id: str) -> None:
        place = self._places.pop(camera_id, None)
        if place is not None:
            self.cameras.remove(place.camera)
            place.camera.stop()
            self._ending[camera_id] = (place, self._clock() + _END_S)

    def _let_go(self, camera_id: str, place: Place) -> None:
        del self._ending[camera_id]
        self._publisher.dismiss(place.outbox)
        report = CameraReport(camera_id, place.camera.status, place.camera.counts, 0.0)
        CAMERA_ENDED.log(log, summary=summary(report), **figures(report))
