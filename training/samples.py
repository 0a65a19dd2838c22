"""What the network is shown: a frame as some camera would deliver it, clean or distorted, and its kind."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np

from flir_iqa.kinds import NONE
from training.camera_variation import cut_out, vary_camera
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, TRAINED_KINDS
from training.distortions.ancestor import ANCESTOR_PROTOCOL, distort_as_ancestor
from training.distortions.base import Frame
from training.distortions.compression import jpeg_round_trip
from training.errors import DatasetError

CROP_HEIGHT, CROP_WIDTH = 176, 224
_CONTEXT = 1.25  # the varied part is larger than the crop, so that borders of filters and shifts fall outside it
_CLEAN_SHARE = 0.4
_WEIGHTS: Final[Mapping[str, float]] = {"ghosting": 2.0, "overexposure": 1.5, "motion_blur": 1.5, "blackout": 0.5}
_ANCESTOR_SHARE = 0.25
_JPEG_SHARE, _JPEG_QUALITY = 0.55, (45, 97)


class Sample(NamedTuple):
    """One crop, uint8 of `CROP_HEIGHT` x `CROP_WIDTH`, and the index of its kind in `TRAINED_KINDS`."""

    crop: Frame
    label: int


class SampleMaker:
    """Makes the n-th sample of an endless, repeatable sequence.

    Data sets are drawn by the root of their size, so that the small ones count.

    Args:
        sets: Clean frames.
        seed: Chooses the sequence.

    Raises:
        DatasetError: There is no set.
    """

    def __init__(self, sets: Sequence[FrameSet], seed: int) -> None:
        if not sets:
            message = "expected at least one set of frames to train on, got none"
            raise DatasetError(message)
        self._frames = [each.in_grey().frames for each in sets]
        self._set_bounds = np.cumsum([len(frames) ** 0.5 for frames in self._frames])
        self._seed = seed

    def make(self, index: int) -> Sample:
        """Make sample number `index`; the same number always gives the same sample."""
        rng = np.random.default_rng([self._seed, index])
        clean = vary_camera(self._draw(rng), round(CROP_HEIGHT * _CONTEXT), round(CROP_WIDTH * _CONTEXT), rng)
        kind = NONE if rng.random() < _CLEAN_SHARE else _draw_kind(rng)
        shown = _distort(clean, kind, rng)
        if rng.random() < _JPEG_SHARE:
            shown = jpeg_round_trip(shown, int(rng.integers(*_JPEG_QUALITY, endpoint=True)))
        return Sample(_crop(shown, rng), TRAINED_KINDS.index(kind))

    def _draw(self, rng: np.random.Generator) -> Frame:
        chosen = np.searchsorted(self._set_bounds, rng.uniform(0, self._set_bounds[-1]), side="right")
        frames = self._frames[int(chosen)]
        return frames[int(rng.integers(len(frames)))]


def _draw_kind(rng: np.random.Generator) -> str:
    """Draw a distortion; the ones that are learned last come more often, the plainest one less."""
    bounds = np.cumsum([_WEIGHTS.get(kind, 1.0) for kind in DISTORTIONS])
    return tuple(DISTORTIONS)[int(np.searchsorted(bounds, rng.uniform(0, bounds[-1]), side="right"))]


def _distort(frame: Frame, kind: str, rng: np.random.Generator) -> Frame:
    if kind == NONE:
        return frame
    if kind in ANCESTOR_PROTOCOL and rng.random() < _ANCESTOR_SHARE:
        return distort_as_ancestor(frame, kind, rng)
    distortion = DISTORTIONS[kind]
    return distortion.apply(frame, rng.uniform(distortion.visible_from, 1), rng)


def _crop(frame: Frame, rng: np.random.Generator) -> Frame:
    """Cut the crop out; a frame that is too small is continued by its mirror image."""
    part = cut_out(frame, CROP_HEIGHT, CROP_WIDTH, rng)
    below, right = CROP_HEIGHT - part.shape[0], CROP_WIDTH - part.shape[1]
    if below == 0 and right == 0:
        return np.ascontiguousarray(part)
    return np.asarray(cv2.copyMakeBorder(part, 0, below, 0, right, cv2.BORDER_REFLECT), np.uint8)
