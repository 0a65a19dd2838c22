"""What the ancestor's network is shown: whole frames, clean or distorted, as it is asked about them later."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flir_iqa.kinds import NONE
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, TRAINED_KINDS
from training.distortions.ancestor import ANCESTOR_PROTOCOL, distort_as_ancestor
from training.distortions.base import Frame
from training.errors import DatasetError
from training.visibility import is_visible

_CLEAN_SHARE: Final = 0.25
_ANCESTOR_SHARE: Final = 0.5
_MIRRORED_SHARE: Final = 0.5


class LabelledFrame(NamedTuple):
    """A grey frame, uint8 H x W, and the index of its kind in `TRAINED_KINDS`."""

    frame: Frame
    label: int


class FrameMaker:
    """Makes the n-th frame of an endless, repeatable sequence.

    A crop as the recipe `lite` takes it would not do: the network sees every frame at 224 x 224, and how coarse a
    distortion then is depends on how large the frame was.

    Args:
        sets: Clean frames; drawn by the root of their size, so that the small ones count.
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

    def make(self, index: int) -> LabelledFrame:
        """Make frame number `index`; the same number always gives the same frame."""
        rng = np.random.default_rng([self._seed, index])
        clean = self._draw(rng)
        if rng.random() < _MIRRORED_SHARE:
            clean = np.ascontiguousarray(clean[:, ::-1])
        if rng.random() < _CLEAN_SHARE:
            return LabelledFrame(clean, TRAINED_KINDS.index(NONE))
        kind = tuple(DISTORTIONS)[int(rng.integers(len(DISTORTIONS)))]
        distorted = _distort(clean, kind, rng)
        if not is_visible(kind, clean, distorted):
            return LabelledFrame(clean, TRAINED_KINDS.index(NONE))
        return LabelledFrame(distorted, TRAINED_KINDS.index(kind))

    def _draw(self, rng: np.random.Generator) -> Frame:
        chosen = np.searchsorted(self._set_bounds, rng.uniform(0, self._set_bounds[-1]), side="right")
        frames = self._frames[int(chosen)]
        return frames[int(rng.integers(len(frames)))]


def _distort(frame: Frame, kind: str, rng: np.random.Generator) -> Frame:
    if kind in ANCESTOR_PROTOCOL and rng.random() < _ANCESTOR_SHARE:
        return distort_as_ancestor(frame, kind, rng)
    distortion = DISTORTIONS[kind]
    return distortion.apply(frame, rng.uniform(distortion.visible_from, 1), rng)
