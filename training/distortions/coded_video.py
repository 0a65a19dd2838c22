"""Frames through a real H.264 encoder and decoder: at a low bit rate, or with a part of the stream lost."""

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from training.distortions.base import Frame
from training.distortions.nal_units import is_slice, split_units


def encode_h264(frames: Sequence[Frame], crf: float, n_slices: int = 1) -> list[bytes]:
    """Encode grey frames as one H.264 stream, a packet each; only the first is an intra picture.

    Args:
        frames: uint8, H x W, all of one size; odd sides are extended by one line.
        crf: Constant rate factor of x264, 0 (lossless) to 51 (worst).
        n_slices: Parts that each picture is cut into; each can be lost alone.
    """
    rows, columns = frames[0].shape[0] + frames[0].shape[0] % 2, frames[0].shape[1] + frames[0].shape[1] % 2
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = columns, rows, "yuv420p"
    encoder.time_base, encoder.thread_count = Fraction(1, 25), 1
    encoder.options = {
        "preset": "superfast",
        "tune": "zerolatency",
        "crf": f"{crf:.1f}",
        "x264-params": f"slices={n_slices}:keyint=250:scenecut=0:log-level=none",
    }
    packets: list[bytes] = []
    for frame in frames:
        packets.extend(bytes(packet) for packet in encoder.encode(_to_yuv(frame, rows, columns)))
    packets.extend(bytes(packet) for packet in encoder.encode(None))
    return packets


def decode_h264(packets: Sequence[bytes], shape: tuple[int, int], concealment: str | None = None) -> Frame | None:
    """Decode a stream and give the last picture that came out of it, H x W; None if none did.

    What is missing is concealed as the decoder does it; no error is raised for it.

    Args:
        packets: Of the stream, in order; what was lost is left out.
        shape: Rows and columns of the picture.
        concealment: FFmpeg's option `ec`: `guess_mvs`, `deblock`, `favor_inter`, joined by `+`, or `0` for none; its
            own choice if None.
    """
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, VideoCodecContext)  # noqa: S101 - the codec is ours
    decoder.thread_count = 1
    if concealment is not None:
        decoder.options = {"ec": concealment}
    last: Frame | None = None
    for data in (*packets, None):
        try:
            pictures = decoder.decode(None if data is None else av.Packet(data))
        except FFmpegError:
            continue
        for picture in pictures:
            # Asked for as grey, the levels would be stretched from the range of video, 16..235, to 0..255.
            last = np.asarray(picture.to_ndarray()[: picture.height], np.uint8)
    return None if last is None else np.ascontiguousarray(last[: shape[0], : shape[1]])


def lose_slices(packet: bytes, lost_share: float, rng: np.random.Generator) -> bytes:
    """Drop each slice of a packet with the probability `lost_share`; parameter sets stay."""
    units = split_units(packet)
    lost = rng.random(len(units)) < lost_share
    return b"".join(unit for unit, gone in zip(units, lost, strict=True) if not (gone and is_slice(unit)))


def _to_yuv(frame: Frame, rows: int, columns: int) -> av.VideoFrame:
    grey = np.pad(frame, ((0, rows - frame.shape[0]), (0, columns - frame.shape[1])), mode="edge")
    planes = np.full((rows * 3 // 2, columns), 128, np.uint8)
    planes[:rows] = grey
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")
