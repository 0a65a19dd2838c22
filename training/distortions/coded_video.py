"""Frames through real encoders and decoders: at a low bit rate, or with a part of the stream lost."""

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from training.distortions.base import Frame
from training.distortions.nal_units import lose_runs

_RUN_GOES_ON = 0.6


def encode_h264(frames: Sequence[Frame], crf: float, n_slices: int = 1) -> list[bytes]:
    """Encode grey frames as one H.264 stream, a packet each; only the first is an intra picture.

    Args:
        frames: uint8, H x W, all of one size; odd sides are extended by one line.
        crf: Constant rate factor of x264, 0 (lossless) to 51 (worst).
        n_slices: Parts that each picture is cut into; each can be lost alone.
    """
    parameters = f"slices={n_slices}:keyint=250:scenecut=0:log-level=none"
    return _encode(frames, crf, "libx264", {"preset": "superfast", "x264-params": parameters})


def encode_h265(frames: Sequence[Frame], crf: float) -> list[bytes]:
    """Encode grey frames as one H.265 stream, a packet each; only the first is an intra picture.

    Args:
        frames: uint8, H x W, all of one size; odd sides are extended by one line.
        crf: Constant rate factor of x265, 0 (lossless) to 51 (worst).
    """
    parameters = "keyint=250:scenecut=0:log-level=none:pools=none:frame-threads=1"
    return _encode(frames, crf, "libx265", {"preset": "ultrafast", "x265-params": parameters})


def _encode(frames: Sequence[Frame], crf: float, encoder_name: str, options: dict[str, str]) -> list[bytes]:
    rows, columns = frames[0].shape[0] + frames[0].shape[0] % 2, frames[0].shape[1] + frames[0].shape[1] % 2
    encoder = av.CodecContext.create(encoder_name, "w")
    assert isinstance(encoder, VideoCodecContext)  # noqa: S101 - the codecs are ours
    encoder.width, encoder.height, encoder.pix_fmt = columns, rows, "yuv420p"
    encoder.time_base, encoder.thread_count = Fraction(1, 25), 1
    encoder.options = {"tune": "zerolatency", "crf": f"{crf:.1f}", **options}
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
    return _decode(packets, shape, "h264", {} if concealment is None else {"ec": concealment})


def decode_h265(packets: Sequence[bytes], shape: tuple[int, int]) -> Frame | None:
    """Decode a stream and give its last picture, H x W; None if there is none.

    Args:
        packets: Of the stream, in order.
        shape: Rows and columns of the picture.
    """
    return _decode(packets, shape, "hevc", {})


def _decode(
    packets: Sequence[bytes], shape: tuple[int, int], decoder_name: str, options: dict[str, str]
) -> Frame | None:
    decoder = av.CodecContext.create(decoder_name, "r")
    assert isinstance(decoder, VideoCodecContext)  # noqa: S101 - the codecs are ours
    decoder.thread_count, decoder.options = 1, options
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


def show_coded(clip: Sequence[Frame], crf: float, *, h265: bool) -> Frame:
    """Encode a moving grey clip and give its last picture as a viewer sees it, H x W.

    Args:
        clip: uint8, H x W, all of one size.
        crf: Constant rate factor, 0 (lossless) to 51 (worst).
        h265: Rather than H.264.

    Raises:
        RuntimeError: Nothing came out of the decoder.
    """
    shape = (clip[0].shape[0], clip[0].shape[1])
    packets = encode_h265(clip, crf) if h265 else encode_h264(clip, crf)
    shown = decode_h265(packets, shape) if h265 else decode_h264(packets, shape)
    if shown is None:
        message = f"expected a picture out of the decoder at CRF {crf!r}, got none"
        raise RuntimeError(message)
    return shown


def lose_slices(packet: bytes, lost_share: float, rng: np.random.Generator, *, first_stays: bool) -> bytes:
    """Drop about `lost_share` of the slices of a packet, in runs.

    Args:
        packet: One coded picture; its parameter sets stay.
        lost_share: Share of the slices that is lost, 0 to 0.9.
        rng: Source of all choices.
        first_stays: Keep the first slice, without which a decoder leaves the whole picture out.
    """
    begins = lost_share * (1 - _RUN_GOES_ON) / (1 - lost_share)
    return lose_runs(packet, begins, _RUN_GOES_ON, rng, first_stays=first_stays)


def _to_yuv(frame: Frame, rows: int, columns: int) -> av.VideoFrame:
    grey = np.pad(frame, ((0, rows - frame.shape[0]), (0, columns - frame.shape[1])), mode="edge")
    planes = np.full((rows * 3 // 2, columns), 128, np.uint8)
    planes[:rows] = grey
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")
