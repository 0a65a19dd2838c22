"""Compression: an encoder set too low."""

from typing import ClassVar

import cv2
import numpy as np
import simplejpeg

from training.distortions.base import Distortion, Frame
from training.distortions.coded_video import decode_h264, encode_h264

_QUALITY_BEST = 95.0
_QUALITY_WORST = 2.0
_H264_SHARE = 0.3
_CRF_BEST, _CRF_WORST = 23.0, 50.0
_LEAST_SIDE_PX = 48


class Compression(Distortion):
    """JPEG from quality 95 down to 2, in steps of equal ratio; now and then H.264 of CRF 23 to 50 instead."""

    kind: ClassVar[str] = "compression"
    visible_from: ClassVar[float] = 0.37

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        if rng.random() < _H264_SHARE and min(frame.shape[:2]) >= _LEAST_SIDE_PX:
            return h264_round_trip(frame, _CRF_BEST + (_CRF_WORST - _CRF_BEST) * severity)
        quality = _QUALITY_BEST * (_QUALITY_WORST / _QUALITY_BEST) ** severity
        return jpeg_round_trip(frame, round(quality))


def jpeg_round_trip(frame: Frame, quality: int) -> Frame:
    """Encode as JPEG of `quality` (1 to 100; colour at half resolution) and decode again."""
    colours = "GRAY" if frame.ndim == 2 else "BGR"
    pixels = np.ascontiguousarray(np.atleast_3d(frame))
    data = simplejpeg.encode_jpeg(pixels, quality=quality, colorspace=colours, colorsubsampling="420")
    return np.asarray(simplejpeg.decode_jpeg(data, colorspace=colours), np.uint8).reshape(frame.shape)


def h264_round_trip(frame: Frame, crf: float) -> Frame:
    """Encode the luma as one H.264 intra picture of rate factor `crf` (0 to 51) and decode it again."""
    grey = frame if frame.ndim == 2 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
    decoded = decode_h264(encode_h264([grey], crf), (grey.shape[0], grey.shape[1]))
    if decoded is None:
        message = f"expected a picture out of the decoder at CRF {crf!r}, got none"
        raise RuntimeError(message)
    if frame.ndim == 2:
        return decoded
    change = decoded.astype(np.int16) - grey
    return np.clip(frame + change[:, :, np.newaxis], 0, 255).astype(np.uint8)
