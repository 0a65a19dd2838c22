"""A camera of another make, for the tests: GStreamer's RTSP server from Debian, with MJPEG, UDP and passwords."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from sandbox.camera_process import CameraProcess
from sandbox.errors import SandboxError
from sandbox.ports import LOOPBACK

PYTHON: Final = Path("/usr/bin/python3")
"""The system's Python: Debian's bindings to GStreamer are made for it."""

Codec = Literal["h264", "mjpeg"]

_SERVER: Final = Path(__file__).with_name("gst_server.py")
_PATH: Final = "stream"
_PAYLOADERS: Final = {
    "h264": "jpegdec ! videoconvert ! video/x-raw,format=I420 "
    "! x264enc tune=zerolatency speed-preset=ultrafast bitrate=8000 key-int-max=10 "
    "! rtph264pay name=pay0 pt=96 config-interval=1",
    "mjpeg": "rtpjpegpay name=pay0 pt=26",
}


@dataclass(frozen=True, slots=True)
class Login:
    """An account that the camera asks for."""

    user: str
    password: str = field(repr=False)
    digest: bool = True
    """Digest authentication, else basic."""


class GstCamera(CameraProcess):
    """Shows JPEG pictures in a loop, over UDP or TCP as the client wishes; all clients see the same moment.

    MJPEG goes out as the files are, without re-encoding; they must be baseline YCbCr (RTP knows no grey JPEG), their
    width and height multiples of 8.
    """

    def __init__(
        self,
        pictures: Path,
        codec: Codec = "h264",
        rate_hz: int = 10,
        login: Login | None = None,
        port: int | None = None,
    ) -> None:
        """Hold what will be shown.

        Args:
            pictures: A folder of JPEG files, shown in the order of their names, such as `Film.pictures` makes.
            codec: How the pictures travel.
            rate_hz: Frames per second.
            login: The account that is asked for; by default none.
            port: Where clients connect; a free one by default.

        Raises:
            SandboxError: There are no such pictures.
        """
        super().__init__(port)
        if not any(pictures.glob("*.jpg")):
            message = f"expected a folder of JPEG files (.jpg), there are none in {str(pictures)!r}"
            raise SandboxError(message)
        self._pictures = pictures.resolve()
        self._codec = codec
        self._rate_hz = rate_hz
        self._login = login

    @property
    def url(self) -> str:
        """Its address, without the account."""
        return f"rtsp://{LOOPBACK}:{self.port}/{_PATH}"

    def url_with(self, user: str, password: str) -> str:
        """Return its address with an account in it."""
        return f"rtsp://{user}:{password}@{LOOPBACK}:{self.port}/{_PATH}"

    def command(self, scratch: Path) -> Sequence[str | Path]:
        """Write the server's settings, which may hold a password, and return the command that serves."""
        config = scratch / "config.json"
        config.touch(mode=0o600)
        config.write_text(
            json.dumps(
                {
                    "port": self.port,
                    "path": _PATH,
                    "pictures": str(self._pictures),
                    "rate_hz": self._rate_hz,
                    "launch": self._launch_line(),
                    "user": self._login and self._login.user,
                    "password": self._login and self._login.password,
                    "digest": self._login is not None and self._login.digest,
                }
            )
        )
        return [PYTHON, _SERVER, config]

    def _launch_line(self) -> str:
        caps = f"image/jpeg,framerate={self._rate_hz}/1"
        source = (
            f"appsrc name=source format=time max-buffers=1 max-bytes=0 caps={caps} ! jpegparse ! identity sync=true"
        )
        return f"( {source} ! {_PAYLOADERS[self._codec]} )"
