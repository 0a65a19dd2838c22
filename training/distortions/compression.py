"""Compression: an encoder set too low."""

from typing import ClassVar

import numpy as np
import simplejpeg

from training.distortions.base import Distortion, Frame

_QUALITY_BEST = 95.0
_QUALITY_WORST = 2.0


class Compression(Distortion):
    """JPEG from quality 95 down to 2, in steps of equal ratio."""

    kind: ClassVar[str] = "compression"
    visible_from: ClassVar[float] = 0.48

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        quality = _QUALITY_BEST * (_QUALITY_WORST / _QUALITY_BEST) ** severity
        return jpeg_round_trip(frame, round(quality))


def jpeg_round_trip(frame: Frame, quality: int) -> Frame:
    """Encode as JPEG of `quality` (1 to 100; colour at half resolution) and decode again."""
    colours = "GRAY" if frame.ndim == 2 else "BGR"
    pixels = np.ascontiguousarray(np.atleast_3d(frame))
    data = simplejpeg.encode_jpeg(pixels, quality=quality, colorspace=colours, colorsubsampling="420")
    return np.asarray(simplejpeg.decode_jpeg(data, colorspace=colours), np.uint8).reshape(frame.shape)
