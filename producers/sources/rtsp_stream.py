"""An open RTSP camera: its packets become frames, and what has waited for us too long is told apart."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from flir_iqa.errors import CameraError
from producers.captured import CapturedFrame, utc_now
from producers.errors import StalledError
from producers.sources.decoding import PacketDecoder, describe
from producers.sources.freshness import Freshness
from producers.sources.pulse import Pulse

_NO_PICTURE_S: Final = 30.0
"""How long packets may come without making a picture; no camera spaces its key frames further apart."""
_USUAL_FPS: Final = 10.0
"""Of a camera that does not say; what comes corrects it."""
_NEWEST: Final = 1.0
"""Frame intervals that a frame may have waited where the newest is wanted."""
_EACH: Final = 8.0
"""The same where each frame is wanted: hiccups of this machine must not cost any."""
_HOPELESS_S: Final = 1.0
"""Seconds behind after which pictures are not even decoded until the next one that needs no other."""


class RtspStream:
    """An open RTSP camera.

    Args:
        container: Open; it is closed with this.
        read_timeout_s: How long a packet may take; the container has the same.
        stopped: Given a sign of life at each packet.
        newest_only: Whether a frame is of no use once the next one is there.

    Attributes:
        info: What it says of itself.
    """

    def __init__(self, container: InputContainer, read_timeout_s: float, stopped: Pulse, *, newest_only: bool) -> None:
        self._container = container
        self._stream = container.streams.video[0]
        self._read_timeout_s = read_timeout_s
        self._stopped = stopped
        self._newest_only = newest_only
        self.info = describe(self._stream)
        self._decoder = PacketDecoder(self._stream)
        self._freshness = Freshness(1.0 / (self.info.fps or _USUAL_FPS))
        self._is_skipping = False

    def frames(self) -> Iterator[CapturedFrame]:
        """Yield each frame as it comes off the wire.

        Raises:
            CameraError: Nothing came within the time-out, nothing that came makes a picture, or the connection broke.
        """
        pictured_s = time.monotonic()
        for packet, asked_s in self._packets():
            for frame in self._frames_of(packet, asked_s):
                pictured_s = time.monotonic() if frame.picture else pictured_s
                yield frame
            if time.monotonic() - pictured_s > _NO_PICTURE_S:
                message = f"packets come, but no picture for {_NO_PICTURE_S:g} s"
                raise StalledError(message)

    def close(self) -> None:
        """Disconnect."""
        self._container.close()

    def _frames_of(self, packet: "Packet[VideoStream]", asked_s: float) -> Iterator[CapturedFrame]:
        pts_s = self._decoder.seconds(packet)
        age_s = self._freshness.age_s(self._decoder.decode_seconds(packet), asked_s, time.monotonic())
        arrived_at = utc_now() - timedelta(seconds=age_s)
        is_late = self._is_late(age_s)
        if self._may_be_left_out(packet, age_s, is_late=is_late):
            yield CapturedFrame(captured_at=arrived_at, pts_s=pts_s, width=None, height=None, picture=None, late=True)
            return
        for frame in self._decoder.frames(packet, arrived_at):
            yield replace(frame, late=True) if is_late else frame

    def _is_late(self, age_s: float) -> bool:
        if self._newest_only and not self._freshness.has_caught_up:
            return True
        return age_s > self._freshness.interval_s * (_NEWEST if self._newest_only else _EACH)

    def _may_be_left_out(self, packet: "Packet[VideoStream]", age_s: float, *, is_late: bool) -> bool:
        """Whether a packet need not be decoded: no later picture builds on it, or none of these is decoded either."""
        if self._decoder.passes_through:
            return is_late
        if self._is_skipping and packet.is_keyframe and not is_late:
            self._is_skipping = False
            self._decoder.start_anew()
        self._is_skipping = self._is_skipping or age_s > _HOPELESS_S
        return self._is_skipping

    def _packets(self) -> "Iterator[tuple[Packet[VideoStream], float]]":
        """Yield each packet, and when it was asked for."""
        asked_s = time.monotonic()
        try:
            for packet in self._container.demux(self._stream):
                self._stopped.beat()
                if packet.size:  # an empty one marks the end
                    yield packet, asked_s
                asked_s = time.monotonic()
        except (av.error.ExitError, av.error.TimeoutError):
            message = f"the camera sent nothing for {self._read_timeout_s:g} s"
            raise StalledError(message) from None
        except av.error.FFmpegError as error:
            message = f"the connection broke: {error.strerror}"
            raise CameraError(message) from None  # its text holds the URL
