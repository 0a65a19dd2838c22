"""The cameras' windows of one partition: a pure state machine, which knows neither Bytewax nor Kafka.

What it holds is bounded, and a function of the results alone, so that a restart finds it again in their topic. Time is
the partition's clock: the latest Kafka timestamp among the frames that were scored. The machine's own clock has no say.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flir_iqa.smoothing import SlidingMean

IDLE_EXPIRY_MS: Final = 86_400_000
MOST_CAMERAS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSettings:
    """How the windows are kept.

    Attributes:
        size: Frames that a mean holds at most.
        idle_expiry_ms: A camera without a result for longer than this, by the partition's clock, begins anew.
        most_cameras: Cameras that a partition holds; one more, and the one without a result for longest is dropped.
    """

    size: int = 150
    idle_expiry_ms: int = IDLE_EXPIRY_MS
    most_cameras: int = MOST_CAMERAS


@dataclass(frozen=True, slots=True)
class CameraWindow:
    """What is known of one camera at a start.

    Attributes:
        values: What its window holds, oldest first, each 0..1.
        replay_id: Which replay its last frame came from; None for a live frame.
        seen_ms: The partition's clock at its last result.
    """

    values: Sequence[float]
    replay_id: str | None = None
    seen_ms: int = 0


@dataclass(slots=True)
class _Camera:
    mean: SlidingMean
    replay_id: str | None
    seen_ms: int


class Windows:
    """One sliding mean per camera.

    A window starts anew where a replay begins or ends, so that each replay of a recording gives the same means.

    Args:
        settings: How they are kept.
    """

    def __init__(self, settings: WindowSettings) -> None:
        self._settings = settings
        self._cameras: OrderedDict[str, _Camera] = OrderedDict()  # the one without a result for longest comes first
        self.clock_ms = 0
        """The latest Kafka timestamp of the frames scored so far, milliseconds since 1970."""

    def __len__(self) -> int:
        return len(self._cameras)

    def restore(self, camera_id: str, window: CameraWindow) -> None:
        """Take up a camera where it was; cameras come in the order of their last results."""
        mean = SlidingMean.restore(self._settings.size, window.values)
        self._put(camera_id, _Camera(mean, window.replay_id, window.seen_ms))
        self.clock_ms = max(self.clock_ms, window.seen_ms)

    def push(self, camera_id: str, quality: float, came_ms: int | None, replay_id: str | None) -> tuple[float, int]:
        """Take one score.

        Args:
            camera_id: Whose it is.
            quality: The score, 0..1.
            came_ms: Kafka's timestamp of the frame, milliseconds since 1970; None where it has none.
            replay_id: Which replay it came from; None for a live frame.

        Returns:
            The mean, and how many frames it holds.
        """
        self.clock_ms = max(self.clock_ms, came_ms or 0)
        self._expire()
        camera = self._cameras.get(camera_id)
        if camera is None or camera.replay_id != replay_id:
            camera = _Camera(SlidingMean(self._settings.size), replay_id, self.clock_ms)
        camera.seen_ms = self.clock_ms
        self._put(camera_id, camera)
        return camera.mean.push(quality), camera.mean.count

    def _put(self, camera_id: str, camera: _Camera) -> None:
        self._cameras[camera_id] = camera
        self._cameras.move_to_end(camera_id)
        if len(self._cameras) > self._settings.most_cameras:
            self._cameras.popitem(last=False)

    def _expire(self) -> None:
        oldest_ms = self.clock_ms - self._settings.idle_expiry_ms
        while self._cameras and next(iter(self._cameras.values())).seen_ms < oldest_ms:
            self._cameras.popitem(last=False)
