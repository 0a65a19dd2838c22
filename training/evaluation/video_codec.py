"""Encoding and decoding of clips by the encoders that cameras and recorders use, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from training.distortions.base import Frame

_FRAME_RATE: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How to encode a clip.

    Attributes:
        encoder: PyAV's name of the encoder, such as `libx264`.
        decoder: PyAV's name of the decoder, such as `h264`.
        options: Of the encoder, such as `crf`.
    """

    encoder: str
    decoder: str
    options: Mapping[str, str] = field(default_factory=dict)


H264: Final = Encoding(
    encoder="libx264", decoder="h264", options={"preset": "veryfast", "tune": "zerolatency", "threads": "1"}
)
H265: Final = Encoding(
    encoder="libx265",
    decoder="hevc",
    options={"preset": "veryfast", "tune": "zerolatency", "x265-params": "log-level=none:pools=none:frame-threads=1"},
)
"""Presets and tuning of a live stream: no frames that look ahead."""


def encode(clip: Sequence[Frame], encoding: Encoding) -> list[bytes]:
    """Encode frames of one size with even sides; one packet a frame, parameter sets in the first."""
    height, width = clip[0].shape[:2]
    encoder = av.CodecContext.create(encoding.encoder, "w")
    assert isinstance(encoder, VideoCodecContext)  # noqa: S101 - our own encoders are of video
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, _FRAME_RATE)
    encoder.options = dict(encoding.options)
    packets = []
    for index, frame in enumerate(clip):
        picture = av.VideoFrame.from_ndarray(frame, format="gray" if frame.ndim == 2 else "bgr24")
        shown = picture.reformat(format="yuv420p")
        shown.pts, shown.time_base = index, encoder.time_base
        packets.extend(encoder.encode(shown))
    packets.extend(encoder.encode(None))
    return [bytes(packet) for packet in packets]


def decode(packets: Sequence[bytes], encoding: Encoding, *, grey: bool) -> list[Frame]:
    """Decode packets; what is missing is concealed as the decoder does by default.

    Args:
        packets: One a frame; a damaged one may give no frame.
        encoding: How they were encoded.
        grey: Give H x W instead of H x W x 3 (BGR).
    """
    decoder = av.CodecContext.create(encoding.decoder, "r")
    assert isinstance(decoder, VideoCodecContext)  # noqa: S101 - our own decoders are of video
    decoder.thread_count = 1
    frames = []
    for data in [*packets, None]:
        try:
            frames.extend(decoder.decode(av.Packet(data) if data is not None else None))
        except av.error.InvalidDataError:
            continue  # nothing of this frame could be decoded: the picture before it stays
    return [np.asarray(frame.to_ndarray(format="gray" if grey else "bgr24"), np.uint8) for frame in frames]
