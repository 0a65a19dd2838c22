"""What the network is shown: a frame as some camera would deliver it, clean or distorted, and what to say of it."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np

from training.camera_variation import cut_out, vary_scene, vary_screen
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, TRAINED_KINDS
from training.distortions.ancestor import ANCESTOR_PROTOCOL, ANCESTOR_SEVERITIES, distort_as_ancestor
from training.distortions.base import Frame
from training.distortions.compression import jpeg_round_trip, video_round_trip
from training.errors import DatasetError
from training.visibility import is_visible

VIEW_SIZES: Final = ((120, 160), (160, 192), (192, 256), (256, 320), (320, 400))
"""Rows and columns of a batch: frames come in all sizes, and statistics pooled over a frame must not depend on it."""

_VIEW_SHARES: Final = (0.2, 0.25, 0.25, 0.2, 0.1)
_CLEAN_SHARE = 0.36
_UNDER_SCREEN_SHARE = 0.3  # of the faults lie under what the camera writes on its picture
_LEAST_COVER, _DRAWS_MAX = 0.75, 6
_WEIGHTS: Final[Mapping[str, float]] = {
    "shading": 3.5,
    "ghosting": 1.8,
    "fogged_lens": 2.5,
    "overexposure": 1.6,
    "motion_blur": 1.4,
    "compression": 1.4,
    "banding": 1.4,
    "dead_pixels": 1.3,
    "lens_blur": 1.3,
    "obstruction": 1.3,
    "packet_loss": 1.3,
    "blackout": 0.6,
}
_ANCESTOR_SHARE = 0.2
_MILD_SHARE = 0.2
_SECOND_SHARE = 0.06
_STEEPNESS = 8.0
_CLEAN_IF_PLAIN = 0.002
_RESCALED_SHARE, _SCALE_RANGE = 0.1, (0.75, 1.3)
_SCALING: Final = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)
_JPEG_SHARE, _JPEG_QUALITY = 0.5, (45, 97)
_VIDEO_SHARE, _VIDEO_CRF, _H265_SHARE = 0.04, (15.0, 24.0), 0.3


class Sample(NamedTuple):
    """One picture and what the network should say of it.

    Attributes:
        crop: uint8, H x W: one of `VIEW_SIZES`, the same for a whole batch.
        label: Index in `TRAINED_KINDS` of what was done to it, 0 if nothing.
        severity: How strongly, 0..1; 0 for a clean frame.
        clean_probability: How probable it is that a person would still call it clean, 0..1.
    """

    crop: Frame
    label: int
    severity: float
    clean_probability: float


_CLEAN_TRUTH: Final = (0, 0.0, 1.0)


class SampleMaker:
    """Makes the n-th sample of an endless, repeatable sequence.

    Data sets are drawn by the root of their size, so that the small ones count.

    Args:
        sets: Clean frames.
        seed: Chooses the sequence.
        batch_size: Samples in a batch; the samples of one batch have one size.

    Raises:
        DatasetError: There is no set.
    """

    def __init__(self, sets: Sequence[FrameSet], seed: int, batch_size: int) -> None:
        if not sets:
            message = "expected at least one set of frames to train on, got none"
            raise DatasetError(message)
        self._frames = [each.in_grey().frames for each in sets]
        self._set_bounds = np.cumsum([len(frames) ** 0.5 for frames in self._frames])
        self._seed = seed
        self._batch_size = batch_size

    def make(self, index: int) -> Sample:
        """Make sample number `index`; the same number always gives the same sample."""
        rows, columns = self._view_size(index // self._batch_size)
        rng = np.random.default_rng([self._seed, index])
        scale = float(rng.uniform(*_SCALE_RANGE)) if rng.random() < _RESCALED_SHARE else 1.0
        seen = (round(rows / scale), round(columns / scale))
        frame, other = self._draw(seen, rng), self._draw(seen, rng)
        shown, truth = _fill(vary_scene(frame, *seen, rng, other), *seen), _CLEAN_TRUTH
        order = rng.random() if rng.random() >= _CLEAN_SHARE else None
        if order is not None and order < _UNDER_SCREEN_SHARE:
            shown, truth = _distort(shown, rng)
        shown = vary_screen(shown, rng, other)
        if order is not None and order >= _UNDER_SCREEN_SHARE:
            shown, truth = _distort(shown, rng)
        if scale != 1.0:
            shown = np.asarray(cv2.resize(shown, (columns, rows), interpolation=int(rng.choice(_SCALING))), np.uint8)
        return Sample(np.ascontiguousarray(_send(shown, rng)), *truth)

    def _view_size(self, batch: int) -> tuple[int, int]:
        rng = np.random.default_rng([self._seed, batch, 1])
        return VIEW_SIZES[int(rng.choice(len(VIEW_SIZES), p=_VIEW_SHARES))]

    def _draw(self, seen: tuple[int, int], rng: np.random.Generator) -> Frame:
        """Draw a frame; one that is far too small for the view is put back some times."""
        for _ in range(_DRAWS_MAX):
            chosen = np.searchsorted(self._set_bounds, rng.uniform(0, self._set_bounds[-1]), side="right")
            frames = self._frames[int(chosen)]
            frame = frames[int(rng.integers(len(frames)))]
            if frame.shape[0] >= _LEAST_COVER * seen[0] and frame.shape[1] >= _LEAST_COVER * seen[1]:
                break
        return frame


def _send(shown: Frame, rng: np.random.Generator) -> Frame:
    """Show a frame as it arrives: as a good JPEG, as a picture of a good video stream, or as it was."""
    choice = rng.random()
    if choice < _JPEG_SHARE:
        return jpeg_round_trip(shown, int(rng.integers(*_JPEG_QUALITY, endpoint=True)))
    if choice < _JPEG_SHARE + _VIDEO_SHARE:
        return video_round_trip(shown, rng.uniform(*_VIDEO_CRF), rng, h265=bool(rng.random() < _H265_SHARE))
    return shown


def clean_probability(kind: str, severity: float) -> float:
    """Probability that a person still calls a frame clean: one half at the kind's `visible_from`, falling fast."""
    visible_from = DISTORTIONS[kind].visible_from
    probability = 1 / (1 + math.exp(min(60.0, _STEEPNESS * (severity / visible_from - 1))))
    return max(_CLEAN_IF_PLAIN, probability)


def _distort(clean: Frame, rng: np.random.Generator) -> tuple[Frame, tuple[int, float, float]]:
    """Distort a frame, now and then twice; where nothing can be seen of it, the frame stays as it was, and clean."""
    shown, kind, severity, still_clean = _distort_once(clean, rng)
    if not is_visible(kind, clean, shown):
        return clean, _CLEAN_TRUTH
    if rng.random() < _SECOND_SHARE:
        twice, second, second_severity, second_clean = _distort_once(shown, rng)
        if is_visible(second, shown, twice):
            shown = twice
            # It is called by what is seen first.
            if second_clean < still_clean:
                kind, severity = second, second_severity
            still_clean = min(still_clean, second_clean)
    return shown, (TRAINED_KINDS.index(kind), severity, still_clean)


def _distort_once(frame: Frame, rng: np.random.Generator) -> tuple[Frame, str, float, float]:
    kind = _draw_kind(rng)
    if kind in ANCESTOR_PROTOCOL and rng.random() < _ANCESTOR_SHARE:
        return distort_as_ancestor(frame, kind, rng), kind, ANCESTOR_SEVERITIES[kind], _CLEAN_IF_PLAIN
    distortion = DISTORTIONS[kind]
    most = min(1.0, 2 * distortion.visible_from) if rng.random() < _MILD_SHARE else 1.0
    severity = float(rng.uniform(0, most))
    return distortion.apply(frame, severity, rng), kind, severity, clean_probability(kind, severity)


def _draw_kind(rng: np.random.Generator) -> str:
    """Draw a distortion; the ones that are learned last come more often, the plainest one less."""
    bounds = np.cumsum([_WEIGHTS.get(kind, 1.0) for kind in DISTORTIONS])
    return tuple(DISTORTIONS)[int(np.searchsorted(bounds, rng.uniform(0, bounds[-1]), side="right"))]


def _fill(frame: Frame, rows: int, columns: int) -> Frame:
    """Cut a frame to size; one that is too small is continued by its mirror image."""
    part = cut_out(frame, rows, columns, np.random.default_rng(0))
    below, right = rows - part.shape[0], columns - part.shape[1]
    if below == 0 and right == 0:
        return part
    return np.asarray(cv2.copyMakeBorder(part, 0, below, 0, right, cv2.BORDER_REFLECT), np.uint8)
