"""Which kind of camera a URL means. A new kind is one file in this folder and one line here."""

import os
import re
from collections.abc import Callable
from typing import Final

from flir_iqa.errors import SettingsError
from plumbing.cameras import CameraSettings
from producers.settings import ProduceSettings
from producers.sources.base import Source
from producers.sources.film import FilmSource
from producers.sources.folder import FolderSource
from producers.sources.paths import path_of
from producers.sources.rtsp import RtspSource

_SCHEME: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")


def _local(camera: CameraSettings, _produce: ProduceSettings) -> Source:
    path = path_of(camera.url)
    return FolderSource(path, camera) if os.path.isdir(path) else FilmSource(path, camera)


SOURCES: Final[dict[str, Callable[[CameraSettings, ProduceSettings], Source]]] = {
    "rtsp": RtspSource,
    "rtsps": RtspSource,
    "file": _local,
}
"""Scheme -> what makes the source; a URL without a scheme is a `file`."""


def make_source(camera_id: str, camera: CameraSettings, produce: ProduceSettings) -> Source:
    """Make the source of a camera; it is not opened.

    Raises:
        SettingsError: Its URL cannot be used; the text names the camera, and shows the URL without its password.
    """
    match = _SCHEME.match(camera.url)
    scheme = match["scheme"].lower() if match else "file"
    if scheme not in SOURCES:
        known = ", ".join(SOURCES)
        message = (
            f"camera {camera_id!r}: unknown kind of camera {scheme!r} in {camera.shown_url!r}; there are {known}, "
            "and paths of films and folders"
        )
        raise SettingsError(message)
    try:
        return SOURCES[scheme](camera, produce)
    except SettingsError as error:
        message = f"camera {camera_id!r}: {error}"
        raise SettingsError(message) from error
