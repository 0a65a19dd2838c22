"""Tries cameras: opens each, takes one frame, and says what came or why none did."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, Final

from flir_iqa.errors import CameraError, ImageError
from plumbing.redaction import redact
from producers.background import in_background
from producers.sources.base import Source
from producers.sources.pulse import Pulse

_JPEG_QUALITY: Final = 85
"""Of the frame that is shown; a camera that sends JPEG is shown as it sends."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What trying a camera gave."""

    camera_id: str
    error: str | None = None
    """Why no frame came; credentials masked."""
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    """Frames a second, where the camera says so."""
    jpeg: bytes | None = field(default=None, repr=False)
    """The frame."""

    def to_dict(self) -> dict[str, Any]:
        """Return what a parent process is told; the frame as base64 of its JPEG."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**told, "jpeg": None if self.jpeg is None else base64.b64encode(self.jpeg).decode()}

    def __str__(self) -> str:
        if self.error is not None:
            return f"{self.camera_id}: {self.error}"
        rate = "" if self.fps is None else f", {self.fps:g} frames/s"
        return f"{self.camera_id}: {self.codec} {self.width} x {self.height}{rate}"


def check_cameras(sources: Mapping[str, Source]) -> list[Finding]:
    """Try all cameras at once; a hung one ends by its own time-outs."""
    trials = [
        in_background(partial(check_camera, camera_id, source), f"check {camera_id}")
        for camera_id, source in sources.items()
    ]
    return [trial.result() for trial in trials]


def check_camera(camera_id: str, source: Source) -> Finding:
    """Open a camera and take one frame."""
    try:
        stream = source.open(Pulse())
        try:
            frame = next((frame for frame in stream.frames() if frame.picture is not None), None)
        finally:
            stream.close()
        jpeg = None if frame is None or frame.picture is None else frame.picture.to_jpeg(_JPEG_QUALITY)
    except (CameraError, ImageError) as error:
        return Finding(camera_id, redact(str(error)))
    if frame is None:
        return Finding(camera_id, "the stream ended before a frame came")
    return Finding(camera_id, None, stream.info.codec, frame.width, frame.height, stream.info.fps, jpeg)
