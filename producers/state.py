"""What a camera is doing right now."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from flir_iqa.errors import CameraError
from plumbing.log_events import CAMERA_BROKE_OFF, CAMERA_FINISHED, CAMERA_LIVE, CAMERA_LOST, CAMERA_RESIZED
from producers.captured import utc_now
from producers.errors import StalledError, UnauthorisedError
from producers.sources.base import StreamInfo

log = logging.getLogger(__name__)

Stage = Literal["connecting", "live", "waiting", "finished"]

Condition = Literal["connecting", "streaming", "stalled", "unauthorised", "unreachable", "finished"]
"""How a camera is, whatever is tried at the moment: it stays `unreachable` while another attempt is made."""

_UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)
NOT_OPEN: Final = StreamInfo("", None, None, None)


@dataclass(frozen=True, slots=True)
class CameraStatus:
    """A camera's state at one moment."""

    stage: Stage = "connecting"
    """`waiting`: it failed, and is tried again after a while. `finished`: a film is over."""
    error: str | None = None
    """Why it waits, or the last failure until frames come again; credentials masked."""
    info: StreamInfo = NOT_OPEN
    condition: Condition = "connecting"
    since: datetime = _UNKNOWN
    """Since when it is in this condition."""
    reconnects: int = 0
    """How often it came back after it had streamed."""


class CameraState:
    """Holds a camera's status and logs each change of it. Safe to use from several threads."""

    def __init__(self, camera_id: str, now: Callable[[], datetime] = utc_now) -> None:
        self._camera_id = camera_id
        self._now = now
        self._lock = threading.Lock()
        self._has_streamed = False
        self._status = CameraStatus(since=now())

    @property
    def now(self) -> CameraStatus:
        """The status as it is."""
        with self._lock:
            return self._status

    def connecting(self) -> None:
        """It is being opened; the reason why it had to be tried again stays."""
        with self._lock:
            self._change(stage="connecting")

    def live(self, info: StreamInfo) -> None:
        """Frames come."""
        with self._lock:
            reconnects = self._status.reconnects + self._has_streamed
            self._has_streamed = True
            self._change(stage="live", error=None, info=info, condition="streaming", reconnects=reconnects)
        CAMERA_LIVE.log(log, camera_id=self._camera_id, codec=info.codec, width=info.width, height=info.height)

    def resized(self, width: int | None, height: int | None) -> None:
        """Its pictures have another size from now on."""
        with self._lock:
            self._change(info=replace(self._status.info, width=width, height=height))
        CAMERA_RESIZED.log(log, camera_id=self._camera_id, width=width, height=height)

    def waiting(self, error: str, condition: Condition) -> None:
        """It failed, and is tried again."""
        with self._lock:
            is_news = error != self._status.error
            self._change(stage="waiting", error=error, condition=condition)
        if is_news:
            CAMERA_LOST.log(log, camera_id=self._camera_id, condition=condition, reason=error)

    def finished(self, error: str | None = None) -> None:
        """It is over: by its end, or by a failure after which it makes no sense to begin again."""
        with self._lock:
            self._change(stage="finished", error=error, condition="finished")
        if error is None:
            CAMERA_FINISHED.log(log, camera_id=self._camera_id)
        else:
            CAMERA_BROKE_OFF.log(log, camera_id=self._camera_id, reason=error)

    def _change(self, **changes: Any) -> None:
        changed = replace(self._status, **changes)
        if changed.condition != self._status.condition:
            changed = replace(changed, since=self._now())
        self._status = changed


def condition_after(error: CameraError) -> Condition:
    """Return the condition of a camera that failed so."""
    if isinstance(error, UnauthorisedError):
        return "unauthorised"
    return "stalled" if isinstance(error, StalledError) else "unreachable"
