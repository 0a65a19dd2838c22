"""Compression: an encoder set too low."""

from typing import ClassVar

import cv2
import numpy as np
import simplejpeg

from training.distortions.base import Distortion, Frame
from training.distortions.coded_video import show_coded
from training.distortions.moving_clip import make_clip

_QUALITY_BEST = 95.0
_QUALITY_WORST = 2.0
_H264_SHARE, _H265_SHARE = 0.25, 0.25
_N_FRAMES, _REACH_PX = (1, 4), (0, 6)
_CRF_BEST, _CRF_WORST = 23.0, 51.0
_LEAST_SIDE_PX = 48


class Compression(Distortion):
    """JPEG from quality 95 down to 2, in steps of equal ratio; every second time H.264 or H.265 of CRF 23 to 51."""

    kind: ClassVar[str] = "compression"
    visible_from: ClassVar[float] = 0.37

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        codec = rng.random()
        if codec < _H264_SHARE + _H265_SHARE and min(frame.shape[:2]) >= _LEAST_SIDE_PX:
            crf = _CRF_BEST + (_CRF_WORST - _CRF_BEST) * severity
            return video_round_trip(frame, crf, rng, h265=bool(codec >= _H264_SHARE))
        quality = _QUALITY_BEST * (_QUALITY_WORST / _QUALITY_BEST) ** severity
        return jpeg_round_trip(frame, round(quality))


def jpeg_round_trip(frame: Frame, quality: int) -> Frame:
    """Encode as JPEG of `quality` (1 to 100; colour at half resolution) and decode again."""
    colours = "GRAY" if frame.ndim == 2 else "BGR"
    pixels = np.ascontiguousarray(np.atleast_3d(frame))
    data = simplejpeg.encode_jpeg(pixels, quality=quality, colorspace=colours, colorsubsampling="420")
    return np.asarray(simplejpeg.decode_jpeg(data, colorspace=colours), np.uint8).reshape(frame.shape)


def video_round_trip(frame: Frame, crf: float, rng: np.random.Generator, *, h265: bool) -> Frame:
    """Encode the luma as the last picture of a short, moving clip of one to four pictures, and decode it again.

    Args:
        frame: uint8, H x W or H x W x 3.
        crf: Rate factor, 0 (lossless) to 51 (worst).
        rng: Source of the clip's length and motion.
        h265: H.265 instead of H.264.

    Raises:
        RuntimeError: Nothing came out of the decoder.
    """
    grey = frame if frame.ndim == 2 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
    n_frames, reach_px = int(rng.integers(*_N_FRAMES, endpoint=True)), int(rng.integers(*_REACH_PX, endpoint=True))
    decoded = show_coded(make_clip(grey, n_frames, reach_px, rng), crf, h265=h265)
    if frame.ndim == 2:
        return decoded
    change = decoded.astype(np.int16) - grey
    return np.clip(frame + change[:, :, np.newaxis], 0, 255).astype(np.uint8)
