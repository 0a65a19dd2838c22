"""Cameras on the network: RTSP over TCP, UDP or TLS."""

import socket
import time
from typing import Final, Literal

import av

from flir_iqa.errors import CameraError
from plumbing.cameras import CameraSettings
from plumbing.redaction import never_show, redact
from producers.errors import UnauthorisedError
from producers.settings import ProduceSettings
from producers.sources.address import check_printable, credentials_of, split_host, with_credentials, without_credentials
from producers.sources.decoding import DECODER_OPTIONS
from producers.sources.pulse import Pulse
from producers.sources.rtsp_stream import RtspStream

DEFAULT_PORT: Final = {"rtsp": 554, "rtsps": 322}
_PROTOCOLS: Final = "rtsp,rtsps,rtp,rtcp,srtp,tcp,udp,tls"
"""All that FFmpeg may open for such a URL, also where the camera redirects it."""
_PROBE_US: Final = 100_000
"""How much of the stream FFmpeg looks at before it hands out the first packet; these packets are that old."""


class RtspSource:
    """An RTSP camera.

    Unit of parallelism: one connection. Delivery: at most once; what the network loses is lost. Failure: each ends in a
    `CameraError` within the time-outs, except that the system's look-up of a host name has a deadline of its own.
    The certificate of `rtsps` cameras is not verified: theirs are self-signed.
    """

    live = True

    def __init__(self, camera: CameraSettings, produce: ProduceSettings) -> None:
        check_printable(camera.url)
        self._scheme = camera.url.partition(":")[0].lower()
        self._host, self._port = split_host(camera.url, DEFAULT_PORT[self._scheme])
        self._camera = camera
        self._produce = produce
        self._user, self._password = credentials_of(camera.url)
        if camera.username is not None:
            self._user = camera.username
        if camera.password is not None:
            self._password = camera.password.get_secret_value()
        if self._password:
            never_show(self._password)

    @property
    def fps(self) -> float | Literal["all"]:
        """How many of its frames a second are wanted."""
        return self._camera.fps

    def open(self, stopped: Pulse) -> RtspStream:
        """Open the camera.

        Raises:
            CameraError: It cannot be opened.
        """
        self._look_up_host()
        began_s = time.monotonic()
        url = with_credentials(self._camera.url, self._user, self._password)
        try:
            container = av.open(
                url,
                format="rtsp",
                options=self._options(),
                timeout=(self._produce.open_timeout_s, self._produce.read_timeout_s),
            )
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise self._explain(error, began_s, self._produce.open_timeout_s) from None  # its text holds the password
        if not container.streams.video:
            container.close()
            message = f"no video stream at {without_credentials(self._camera.url)}"
            raise CameraError(message)
        newest_only = self._camera.fps != "all"
        try:
            return RtspStream(container, self._produce.read_timeout_s, stopped, newest_only=newest_only)
        except CameraError:
            container.close()
            raise

    def _look_up_host(self) -> None:
        try:
            socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            message = f"unknown host {self._host!r}: {getattr(error, 'strerror', None) or error}"
            raise CameraError(message) from error

    def _options(self) -> dict[str, str]:
        return {
            **DECODER_OPTIONS,
            "rtsp_transport": self._camera.transport,
            "protocol_whitelist": _PROTOCOLS,
            "allowed_media_types": "video",
            "fpsprobesize": "0",
            "analyzeduration": str(_PROBE_US),
            "user_agent": "flir-iqa",
        }

    def _explain(self, error: Exception, began_s: float, timeout_s: float) -> CameraError:
        where = without_credentials(self._camera.url)
        timed_out = (
            isinstance(error, av.error.ExitError | av.error.TimeoutError) or time.monotonic() - began_s >= timeout_s
        )
        if isinstance(error, av.error.HTTPUnauthorizedError | av.error.HTTPForbiddenError):
            text = f"the camera refuses the user name or password (401; user name given: {self._user or 'none'})"
            return UnauthorisedError(redact(text, self._password or ""))
        if isinstance(error, av.error.HTTPNotFoundError):
            text = f"the camera has no such stream (404): {where}"
        elif isinstance(error, av.error.ConnectionRefusedError):
            text = f"connection refused: nothing listens at {self._host}:{self._port}"
        elif timed_out:
            text = f"no RTSP answer within {timeout_s:g} s from {self._host}:{self._port}"
        else:
            text = f"cannot open {where}: {getattr(error, 'strerror', None) or error}"
        return CameraError(redact(text, self._password or ""))
