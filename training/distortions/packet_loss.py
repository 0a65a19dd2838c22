"""Packet loss: parts of a coded picture are missing, and the decoder fills in what it has."""

from collections.abc import Callable
from typing import ClassVar, Final

import numpy as np

from training.distortions.base import Distortion, Frame
from training.distortions.coded_video import decode_h264, encode_h264, lose_slices
from training.distortions.moving_clip import make_clip

_BLOCK_PX = 16
_SHARE_MIN, _SHARE_MAX = 0.02, 0.6
_STREAM_SHARE = 0.45
_LEAST_SIDE_PX = 48
_REACH_PX = (2, 16)
_N_FRAMES = (2, 6)
_CRF = (18, 30)
_N_SLICES = (5, 16)
_FIRST_STAYS_SHARE = 0.8
_RUN_BLOCKS_MEAN = 9
_CONCEALED_LEVEL = 128
_INTRA_SHARE = 0.5  # of the streams lose parts of the first picture too, which nothing can be guessed from
_CONCEALMENTS: Final = (None, "0", "favor_inter", "deblock")


class PacketLoss(Distortion):
    """Up to 60 % of the picture is grey, smeared, displaced or garbled, in runs of 16 x 16 blocks.

    Nearly half go through a real H.264 stream of a moving camera that loses runs of slices, and go on to be predicted
    from what was concealed; in the others the runs are drawn, which is cheap and shows what other decoders do.
    """

    kind: ClassVar[str] = "packet_loss"
    visible_from: ClassVar[float] = 0.14

    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        share = (_SHARE_MIN + (_SHARE_MAX - _SHARE_MIN) * severity) * min(1.0, 8 * severity)
        if rng.random() < _STREAM_SHARE and min(frame.shape[:2]) >= _LEAST_SIDE_PX:
            received = _lossy_stream(frame, share, rng)
            if received is not None:
                return received
        return _drawn_loss(frame, share, rng)


def _lossy_stream(frame: Frame, share: float, rng: np.random.Generator) -> Frame | None:
    grey = frame if frame.ndim == 2 else np.ascontiguousarray(frame[:, :, 1])
    clip = make_clip(grey, int(rng.integers(*_N_FRAMES, endpoint=True)), int(rng.integers(*_REACH_PX)), rng)
    packets = encode_h264(clip, float(rng.uniform(*_CRF)), int(rng.integers(*_N_SLICES, endpoint=True)))
    first_lossy = 0 if rng.random() < _INTRA_SHARE else 1
    first_stays = bool(rng.random() < _FIRST_STAYS_SHARE)
    received = [
        lose_slices(packet, share, rng, first_stays=first_stays) if index >= first_lossy else packet
        for index, packet in enumerate(packets)
    ]
    concealment = _CONCEALMENTS[int(rng.integers(len(_CONCEALMENTS)))]
    decoded = decode_h264(received, (grey.shape[0], grey.shape[1]), concealment)
    if decoded is None or frame.ndim == 2:
        return decoded
    return np.repeat(decoded[:, :, np.newaxis], 3, axis=2)


def _drawn_loss(frame: Frame, share: float, rng: np.random.Generator) -> Frame:
    """Fill runs of blocks until about `share` of them is lost; one way of filling for the whole frame."""
    rows, columns = -(-frame.shape[0] // _BLOCK_PX), -(-frame.shape[1] // _BLOCK_PX)
    fill = _FILLS[int(rng.integers(len(_FILLS)))]
    distorted = frame.copy()
    n_lost, n_wanted = 0, share * rows * columns
    while n_lost < n_wanted:
        row, first = int(rng.integers(rows)), int(rng.integers(columns))
        wanted = min(1 + rng.geometric(1 / _RUN_BLOCKS_MEAN), max(1, round(n_wanted - n_lost)))
        last = min(columns, first + int(wanted))
        fill(distorted, row * _BLOCK_PX, first * _BLOCK_PX, last * _BLOCK_PX, rng)
        n_lost += last - first
    return distorted


def _grey(frame: Frame, top: int, left: int, right: int, _rng: np.random.Generator) -> None:
    frame[top : top + _BLOCK_PX, left:right] = _CONCEALED_LEVEL


def _smear_down(frame: Frame, top: int, left: int, right: int, _rng: np.random.Generator) -> None:
    frame[top : top + _BLOCK_PX, left:right] = frame[max(0, top - 1), left:right]


def _smear_right(frame: Frame, top: int, left: int, right: int, _rng: np.random.Generator) -> None:
    strip = frame[top : top + _BLOCK_PX, max(0, left - 1) : max(0, left - 1) + 1]
    frame[top : top + _BLOCK_PX, left:right] = strip


def _displace(frame: Frame, top: int, left: int, right: int, rng: np.random.Generator) -> None:
    rows, columns = frame.shape[:2]
    height, width = min(_BLOCK_PX, rows - top), min(right, columns) - left
    from_top = int(np.clip(top + rng.integers(-24, 25), 0, rows - height))
    from_left = int(np.clip(left + rng.integers(-40, 41), 0, columns - width))
    frame[top : top + height, left : left + width] = frame[
        from_top : from_top + height, from_left : from_left + width
    ].copy()


def _garble(frame: Frame, top: int, left: int, right: int, rng: np.random.Generator) -> None:
    """Add to each 8 x 8 block a level and one wave of its transform, as wrongly read coefficients do."""
    part = frame[top : top + _BLOCK_PX, left:right]
    phase = np.cos(np.pi * (2 * np.arange(8) + 1) / 16 * int(rng.integers(1, 5)))
    wave = np.outer(phase, np.ones(8)) if rng.random() < 0.5 else np.outer(np.ones(8), phase)
    n_down, n_across = -(-part.shape[0] // 8), -(-part.shape[1] // 8)
    levels = rng.normal(0, 45, (n_down, n_across))
    heights = rng.normal(0, 30, (n_down, n_across))
    added = (np.kron(levels, np.ones((8, 8))) + np.kron(heights, wave))[: part.shape[0], : part.shape[1]]
    shaped = added if part.ndim == 2 else added[:, :, np.newaxis]
    part[:] = np.clip(np.rint(part + shaped), 0, 255).astype(np.uint8)


_FILLS: Final[tuple[Callable[[Frame, int, int, int, np.random.Generator], None], ...]] = (
    _grey,
    _smear_down,
    _smear_right,
    _displace,
    _garble,
)
