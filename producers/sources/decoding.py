"""Packets of a video stream to frames: JPEG as it came, anything else decoded once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import av
import numpy as np
import simplejpeg
from av.codec.context import Flags
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from flir_iqa.encoding import encode_frame
from flir_iqa.errors import CameraError
from flir_iqa.images import MAX_PIXELS
from producers.captured import CapturedFrame, JpegPicture
from producers.sources.base import StreamInfo

DECODER_OPTIONS: Final = {"max_pixels": str(MAX_PIXELS)}
"""For whoever opens a stream too: FFmpeg decodes a picture of it to know it, however large it says that it is."""
_JPEG_CODECS = frozenset({"mjpeg"})
_NEUTRAL_CHROMA = 128
_COLOURLESS = 2
"""How far chroma may be off neutral in a grey picture: converting and encoding it rounds, and no eye sees it."""
_PLANAR_8_BIT = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p"})


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture as the video decoder left it."""

    frame: VideoFrame

    def to_jpeg(self, quality: int) -> bytes:
        """Encode it; grey where it has no colour.

        Raises:
            ImageError: It is too small or too large.
        """
        return encode_frame(to_array(self.frame), quality)


class PacketDecoder:
    """Turns the packets of one video stream into frames, each with the time at which its own packet arrived.

    Raises:
        CameraError: The stream says that its pictures are larger than can be scored.
    """

    def __init__(self, stream: VideoStream) -> None:
        self._context = stream.codec_context
        _check_size(self._context.width, self._context.height)
        self._context.options = DECODER_OPTIONS
        self._time_base = float(stream.time_base or 0)
        self.passes_through = self._context.name in _JPEG_CODECS
        """Whether frames stay as they came, and none needs another."""
        self._context.thread_count = 1  # frame threads would hold each picture back for several others
        self._context.flags |= Flags.copy_opaque

    def frames(self, packet: "Packet[VideoStream] | None", arrived_at: datetime) -> Iterator[CapturedFrame]:
        """Yield what this packet completes; `None` flushes what the decoder still holds."""
        if self.passes_through:
            if packet is not None:
                yield self._pass_through(packet, arrived_at)
            return
        if packet is not None:
            packet.opaque = arrived_at
        try:
            for picture in self._context.decode(packet):
                yield self._decoded(picture, arrived_at)
        except (av.error.InvalidDataError, av.error.ArgumentError):
            yield CapturedFrame(
                captured_at=arrived_at, pts_s=self.seconds(packet), width=None, height=None, picture=None
            )

    def _pass_through(self, packet: "Packet[VideoStream]", arrived_at: datetime) -> CapturedFrame:
        data = bytes(packet)
        width, height = jpeg_size(data)
        return CapturedFrame(
            captured_at=arrived_at,
            pts_s=self.seconds(packet),
            width=width,
            height=height,
            picture=JpegPicture(data),
        )

    def _decoded(self, picture: VideoFrame, arrived_at: datetime) -> CapturedFrame:
        own_arrival = picture.opaque
        return CapturedFrame(
            captured_at=own_arrival if isinstance(own_arrival, datetime) else arrived_at,
            pts_s=self.seconds(picture),
            width=picture.width,
            height=picture.height,
            picture=DecodedPicture(picture),
            damaged=picture.is_corrupt,
        )

    def start_anew(self) -> None:
        """Forget the pictures that later ones build on: some were left out, and the next needs none."""
        self._context.flush_buffers()

    def decode_seconds(self, packet: "Packet[VideoStream]") -> float | None:
        """Return when a packet is to be decoded, in seconds; it grows also where pictures come out of order."""
        ticks = packet.pts if packet.dts is None else packet.dts
        return None if ticks is None else ticks * self._time_base

    def seconds(self, timed: "Packet[VideoStream] | VideoFrame | None") -> float | None:
        """Return the presentation time in seconds; `None` where the stream does not tell."""
        return None if timed is None or timed.pts is None else timed.pts * self._time_base


def describe(stream: VideoStream) -> StreamInfo:
    """Return what a stream says of itself."""
    context = stream.codec_context
    rate = stream.average_rate or stream.guessed_rate
    return StreamInfo(context.name, context.width or None, context.height or None, float(rate) if rate else None)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        message = f"expected pictures of at most {MAX_PIXELS:,} pixels, the stream says {width} x {height}"
        raise CameraError(message)


def jpeg_size(data: bytes) -> tuple[int | None, int | None]:
    """Return width and height by a JPEG's header; `None` where it cannot be read, which the scoring will refuse."""
    try:
        height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return None, None
    return width, height


def to_array(frame: VideoFrame) -> NDArray[np.uint8]:
    """Return the picture as uint8, full range: H x W where it has no colour, else H x W x 3 BGR."""
    layout = "gray" if _is_grey(frame) else "bgr24"
    array = frame.to_ndarray(format=layout)
    assert array.dtype == np.uint8  # noqa: S101 - both layouts have 8 bits
    return array.astype(np.uint8, copy=False)


def _is_grey(frame: VideoFrame) -> bool:
    if frame.format.name.startswith("gray"):
        return True
    if frame.format.name not in _PLANAR_8_BIT:
        return False
    return all(_is_neutral(frame, index) for index in (1, 2))


def _is_neutral(frame: VideoFrame, index: int) -> bool:
    plane = frame.planes[index]
    values = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
    return bool(values.min() >= _NEUTRAL_CHROMA - _COLOURLESS and values.max() <= _NEUTRAL_CHROMA + _COLOURLESS)
