"""What a camera is doing right now."""

import logging
import threading
from dataclasses import dataclass, replace
from typing import Final, Literal

from producers.sources.base import StreamInfo

log = logging.getLogger(__name__)

Stage = Literal["connecting", "live", "waiting", "finished"]

NOT_OPEN: Final = StreamInfo("", None, None, None)


@dataclass(frozen=True, slots=True)
class CameraStatus:
    """A camera's state at one moment."""

    stage: Stage = "connecting"
    """`waiting`: it failed, and is tried again after a while. `finished`: a film is over."""
    error: str | None = None
    """Why it waits, or the last failure until frames come again; credentials masked."""
    info: StreamInfo = NOT_OPEN


class CameraState:
    """Holds a camera's status and logs each change of it. Safe to use from several threads."""

    def __init__(self, camera_id: str) -> None:
        self._camera_id = camera_id
        self._lock = threading.Lock()
        self._status = CameraStatus()

    @property
    def now(self) -> CameraStatus:
        """The status as it is."""
        with self._lock:
            return self._status

    def connecting(self) -> None:
        """It is being opened; the reason why it had to be tried again stays."""
        with self._lock:
            self._status = replace(self._status, stage="connecting")

    def live(self, info: StreamInfo) -> None:
        """Frames come."""
        with self._lock:
            self._status = CameraStatus("live", None, info)
        log.info("camera %s is live: %s %s x %s", self._camera_id, info.codec, info.width, info.height)

    def waiting(self, error: str) -> None:
        """It failed."""
        with self._lock:
            is_news = error != self._status.error
            self._status = replace(self._status, stage="waiting", error=error)
        if is_news:
            log.warning("camera %s: %s; it is tried again", self._camera_id, error)

    def finished(self, error: str | None = None) -> None:
        """It is over: by its end, or by a failure after which it makes no sense to begin again."""
        with self._lock:
            self._status = replace(self._status, stage="finished", error=error)
        log.log(
            logging.ERROR if error else logging.INFO,
            "camera %s finished%s",
            self._camera_id,
            (error and f": {error}") or "",
        )
