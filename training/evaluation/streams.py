"""Real faults of video links, made from clean frames: lost packets, and fields shown as if they were one moment."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from flir_iqa.images import MIN_SIDE_PX
from training.datasets import FrameSet
from training.distortions.base import Frame
from training.evaluation.clip import pan, shake
from training.evaluation.interlaced_stream import show_interlaced, show_progressive
from training.evaluation.lossy_stream import decode_stream, encode_stream, lose_slices
from training.evaluation.source import Source, sources_of
from training.evaluation.trial import Trial

PROTOCOL: Final = "streams"
LOSSY: Final = "stream:lossy"
INTERLACED: Final = "stream:interlaced"
_N_FRAMES: Final = 8
_SHAKE_PX: Final = 16
_FIELD_STEPS_PX: Final = (2, 10)
_N_TRIES: Final = 6
_CHANGE_MIN: Final = 16
_CHANGED_SHARE: Final = 0.05


def stream_trials(frames: FrameSet, seed: int) -> Iterator[Trial]:
    """Send each frame, as a moving clip, over a lossy link and through an interlaced camera.

    The frame that is scored is the last of the clip. It is used only where it visibly differs from what the sound
    stream shows: 5 % of its pixels by 16 grey levels or more; up to six losses or speeds are tried, and a frame with
    which none shows (a flat sky) is left out. The sound stream's frame comes beside as a clean one.
    """
    for source in sources_of(frames):
        if min(source.frame.shape[:2]) < 2 * MIN_SIDE_PX:
            continue
        rng = source.generator(seed, PROTOCOL)
        yield from _lossy(source, rng)
        yield from _interlaced(source, rng)


def _lossy(source: Source, rng: np.random.Generator) -> Iterator[Trial]:
    grey = source.frame.ndim == 2
    for _ in range(_N_TRIES):
        packets = encode_stream(shake(source.frame, _N_FRAMES, _SHAKE_PX, rng))
        sound = decode_stream(packets, grey=grey)[-1]
        received = decode_stream(lose_slices(packets, rng), grey=grey)
        if len(received) == _N_FRAMES and _differ(sound, received[-1]):
            yield source.showing(sound).clean(LOSSY)
            yield source.showing(sound).distorted(LOSSY, "packet_loss", None, received[-1])
            return


def _interlaced(source: Source, rng: np.random.Generator) -> Iterator[Trial]:
    for _ in range(_N_TRIES):
        step_px = int(rng.integers(*_FIELD_STEPS_PX, endpoint=True))
        fields = pan(source.frame, _N_FRAMES, (0, step_px), rng)
        sound, combed = show_progressive(fields), show_interlaced(fields)
        if _differ(sound, combed):
            yield source.showing(sound).clean(INTERLACED)
            yield source.showing(sound).distorted(INTERLACED, "interlace_combing", None, combed)
            return


def _differ(sound: Frame, other: Frame) -> bool:
    change = cv2.absdiff(sound, other)
    return bool((change >= _CHANGE_MIN).mean() >= _CHANGED_SHARE)
