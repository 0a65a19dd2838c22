"""Motion that an interlaced camera takes field by field, and that is shown as if it were progressive."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from training.distortions.base import Frame
from training.evaluation.video_codec import H264, decode, encode

_PROGRESSIVE: Final = replace(H264, options={**H264.options, "crf": "20"})
_INTERLACED: Final = replace(
    H264, options={**_PROGRESSIVE.options, "flags": "+ildct+ilme", "x264-params": "interlaced=1:tff=1"}
)


def weave(fields: Sequence[Frame]) -> list[Frame]:
    """Make frames of moments: the even rows of one, the odd rows of the next.

    Args:
        fields: Whole pictures, two for each frame.
    """
    frames = []
    for first, second in zip(fields[::2], fields[1::2], strict=True):
        woven = first.copy()
        woven[1::2] = second[1::2]
        frames.append(woven)
    return frames


def show_interlaced(fields: Sequence[Frame]) -> Frame:
    """Encode moments as interlaced H.264 and decode the last frame without taking the fields apart."""
    return _last_of(weave(fields), interlaced=True)


def show_progressive(fields: Sequence[Frame]) -> Frame:
    """Encode every second moment as progressive H.264 and decode the last frame."""
    return _last_of(fields[::2], interlaced=False)


def _last_of(clip: Sequence[Frame], *, interlaced: bool) -> Frame:
    encoding = _INTERLACED if interlaced else _PROGRESSIVE
    return np.asarray(decode(encode(clip, encoding), encoding, grey=clip[0].ndim == 2)[-1], np.uint8)
