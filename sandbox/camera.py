"""A real RTSP camera from pip alone: plays a film over RTSP/TCP."""

import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.camera_process import CameraProcess
from sandbox.errors import SandboxError
from sandbox.ports import LOOPBACK


class RtspCamera(CameraProcess):
    """Plays an H.264 film over RTSP/TCP, at its own pace, again and again.

    Any number of clients may watch; each begins at the film's start. There is no password: `GstCamera` asks for one.
    """

    def __init__(self, film: Path, port: int | None = None) -> None:
        """Hold what will be played.

        Args:
            film: An MP4 file, H.264 without B frames.
            port: Where clients connect; a free one by default.

        Raises:
            SandboxError: There is no such film.
        """
        super().__init__(port)
        if not film.is_file():
            message = f"expected a film, there is no file {str(film)!r}"
            raise SandboxError(message)
        self._film = film.resolve()

    @property
    def url(self) -> str:
        """Its address."""
        return f"rtsp://{LOOPBACK}:{self.port}/{self._film.name}"

    def command(self, scratch: Path) -> Sequence[str | Path]:
        """Return the command that serves the film's folder."""
        return [sys.executable, "-m", "sandbox.camera_server", str(self.port), self._film.parent]
