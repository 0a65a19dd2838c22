"""Mild faults: noise of sigma 8, blur of sigma 1.5 px, JPEG of quality 20; how many of them are found."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from training.datasets import FrameSet
from training.distortions.base import Frame
from training.distortions.compression import jpeg_round_trip
from training.distortions.noise import add_noise
from training.evaluation.source import sources_of
from training.evaluation.trial import Trial

PROTOCOL: Final = "mild"
_SIGMA_NOISE: Final = 8.0
_SIGMA_BLUR_PX: Final = 1.5
_JPEG_QUALITY: Final = 20


def mild_trials(frames: FrameSet, seed: int) -> Iterator[Trial]:
    """Make each frame clean, and with each of the three mild faults."""
    for source in sources_of(frames):
        yield source.clean(PROTOCOL)
        for kind, picture in _mild_faults(source.frame, source.generator(seed, PROTOCOL)).items():
            yield source.distorted(PROTOCOL, kind, None, picture)


def _mild_faults(frame: Frame, rng: np.random.Generator) -> dict[str, Frame]:
    return {
        "gaussian_noise": add_noise(frame, _SIGMA_NOISE, rng),
        "lens_blur": np.asarray(cv2.GaussianBlur(frame, (0, 0), _SIGMA_BLUR_PX), np.uint8),
        "compression": jpeg_round_trip(frame, _JPEG_QUALITY),
    }
