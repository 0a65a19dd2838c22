"""An H.264 stream whose packets get lost on the way, decoded with the decoder's own concealment."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from training.distortions.base import Frame
from training.distortions.nal_units import lose_runs
from training.evaluation.video_codec import H264, decode, encode

_N_SLICES: Final = 10
_ENCODING: Final = replace(H264, options={**H264.options, "crf": "23", "x264-params": f"slices={_N_SLICES}"})
_LOSS_RANGE: Final = (0.1, 0.4)
_RUN_SHARE: Final = 0.7
_KEY_SHARE: Final = 0.5


def encode_stream(clip: Sequence[Frame]) -> list[bytes]:
    """Encode a clip as a camera does that sends ten packets a frame."""
    return encode(clip, _ENCODING)


def decode_stream(packets: Sequence[bytes], *, grey: bool) -> list[Frame]:
    """Decode what has arrived of it."""
    return decode(packets, _ENCODING, grey=grey)


def lose_slices(packets: Sequence[bytes], rng: np.random.Generator) -> list[bytes]:
    """Lose slices, but for the first of each frame, so that no frame is missing; every second key frame arrives whole.

    Losses come in runs, as on a radio link: after a lost slice the next is lost more often.
    """
    share = rng.uniform(*_LOSS_RANGE)
    key, *predicted = packets
    arrived = _lose(key, share, rng) if rng.random() < _KEY_SHARE else key
    return [arrived, *(_lose(packet, share, rng) for packet in predicted)]


def _lose(packet: bytes, share: float, rng: np.random.Generator) -> bytes:
    return lose_runs(packet, share, _RUN_SHARE, rng, first_stays=True)
