"""Which cameras there are: `[cameras.<id>]` tables of the configuration, and `--camera id=url`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flir_iqa.errors import RecordError, SettingsError
from plumbing.document import Document
from plumbing.frames import check_camera_id
from plumbing.redaction import MASK, mask_credentials, never_show, passwords_in, redact
from plumbing.secrets import Secret

DEFAULT_FPS: Final = 5.0


class CameraSettings(BaseModel):
    """One camera, as `[cameras.<id>]` describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    url: str = Field(min_length=1, max_length=4096, repr=False)
    """Where its pictures come from: rtsp://host/path, or a file or folder."""
    username: str | None = None
    """Account on the camera, where it asks for one."""
    password: Secret | None = None
    """Password of the account: file:PATH or env:NAME."""
    fps: float | Literal["all"] = DEFAULT_FPS
    """How many frames a second to publish; `all` for each."""
    transport: Literal["tcp", "udp"] = "tcp"
    """How RTSP carries the pictures."""
    loop: bool | None = None
    """Whether to begin again at the end; unless said, a folder does and a film does not."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.fps != "all" and not 0 < self.fps <= 1000:
            message = f"expected fps above 0 and up to 1000, or 'all', got {self.fps!r}"
            raise ValueError(message)
        return self

    @property
    def shown_url(self) -> str:
        """The URL with credentials masked, for people and logs."""
        shown = mask_credentials(self.url)
        own = "" if self.password is None else self.password.get_secret_value()
        return shown.replace(own, MASK) if own else shown


def cameras_from(document: Document, flags: Sequence[str] = ()) -> dict[str, CameraSettings]:
    """Collect the cameras of the configuration and of the command line; the latter win.

    Args:
        document: The configuration.
        flags: `id=url` each.

    Raises:
        SettingsError: One cannot be used; the text names it, never its credentials.
    """
    found = {name: build_camera(name, table, document.origin) for name, table in document.table("cameras").items()}
    for flag in flags:
        name, equals, url = flag.partition("=")
        if not equals or not url:
            message = f"expected --camera ID=URL such as gate=rtsp://192.0.2.7/stream, got {redact(flag)!r}"
            raise SettingsError(message)
        found[name] = build_camera(name, {"url": url}, "option --camera")
    return found


def build_camera(camera_id: str, table: Any, origin: str) -> CameraSettings:
    """Build one camera from a table of settings.

    Raises:
        SettingsError: Its id or a setting cannot be used.
    """
    try:
        check_camera_id(camera_id)
        camera = CameraSettings.model_validate(table)
    except RecordError as error:
        message = f"{origin}: {error}"
        raise SettingsError(message) from error
    except ValidationError as error:
        message = f"[cameras.{camera_id}] in {origin}: {_explain(error, table)}"
        raise SettingsError(message) from None  # pydantic's text may quote a secret
    for password in passwords_in(camera.url):
        never_show(password)
    return camera


def _explain(error: ValidationError, table: Any) -> str:
    if not isinstance(table, Mapping):
        return f"expected a table with a url, got {type(table).__name__}"
    lines = []
    for problem in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in problem["loc"][:1]) or "camera"
        lines.append(f"{place}: {problem['msg'].removeprefix('Value error, ')}")
    return "; ".join(dict.fromkeys(lines))
