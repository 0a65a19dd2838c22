"""What the API takes and answers about cameras as resources."""

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from control.schemas import Schema
from control.store.cameras import Wanted

_EXAMPLE: JsonDict = {
    "url": "rtsp://192.0.2.7/stream",
    "username": "viewer",
    "password": "file:/run/secrets/gate",
    "fps": 5,
}


class CameraChange(Schema):
    """Body of PATCH /v1/cameras/{id}: what is given changes, null goes back to the default."""

    model_config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
        json_schema_extra={"examples": [{"fps": "all"}, {"wanted": "paused"}]},
    )

    url: str | None = Field(default=None, min_length=1, max_length=4096)
    """Where its pictures come from: rtsp://host/path, or a film or folder on the server."""
    username: str | None = Field(default=None, max_length=256)
    """Account on the camera, where it asks for one."""
    password: str | None = Field(default=None, max_length=1024)
    """Password of the account: file:PATH or env:NAME on the server, or as it is. It is never answered."""
    fps: float | Literal["all"] | None = None
    """How many frames a second to publish, 5 unless said; `all` for each."""
    transport: Literal["tcp", "udp"] | None = None
    """How RTSP carries the pictures; tcp unless said."""
    loop: bool | None = None
    """Whether to begin again at the end; unless said, a folder does and a film does not."""
    wanted: Wanted | None = None
    """Whether it shall run; a new camera shall unless said, and one that is there stays as it is."""

    def table(self) -> dict[str, Any]:
        """Return what was given, as `plumbing.cameras` takes it."""
        return self.model_dump(exclude_unset=True, exclude={"id", "wanted"})


class CameraBody(CameraChange):
    """Body of PUT /v1/cameras/{id}: all of a camera; what is not given is at its default."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    url: str = Field(min_length=1, max_length=4096)
    """Where its pictures come from: rtsp://host/path, or a film or folder on the server."""


class TaskView(Schema):
    """What one process does for a camera."""

    camera: str
    state: str
    """Of the reading: as the camera's state. Of the scoring: as the process's."""
    worker: str
    """`producers` reads and publishes it, `dataflow` scores it."""
    since: datetime | None
    """Since when it is so."""
    restarts: int
    """Of the process."""
    error: str | None


class CameraStatusAnswer(Schema):
    """Answer of GET /v1/cameras/{id}/status."""

    id: str
    wanted: Wanted | None
    """Null where it is only known from its results."""
    state: str
    """What it really does; it follows what is wanted."""
    tasks: list[TaskView]


class AcceptedAnswer(Schema):
    """Answer of an order that is carried out after it: the state follows."""

    cameras: list[str]
    """Those that it is about."""
    wanted: Wanted | None
    """What is wanted of them from now on; null where that stays as it was."""


class TrialBody(CameraChange):
    """Body of POST /v1/cameras/test: a camera to try, or the id of one that is described."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"url": "rtsp://192.0.2.7/stream"}, {"id": "gate"}]})

    id: str | None = Field(default=None, min_length=1, max_length=128)
    """A camera that is described; what else is given counts instead of its settings."""


class TrialAnswer(Schema):
    """What trying a camera gave."""

    ok: bool
    """Whether a frame came."""
    error: str | None
    """Why none did, credentials masked."""
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    """Frames a second, where the camera says so."""
    snapshot: str | None = None
    """The frame: JPEG in base64, as a `data:` address takes it."""


class ImportedRow(Schema):
    """What became of one row or table."""

    row: int
    """Counts from 1; of CSV without the head."""
    id: str | None
    result: Literal["created", "replaced", "unchanged", "refused"]
    error: str | None = None
    """Why it was refused."""


class ImportAnswer(Schema):
    """Answer of POST /v1/cameras/import."""

    created: int
    replaced: int
    unchanged: int
    refused: int
    rows: list[ImportedRow]
