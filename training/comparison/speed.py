"""How long a frame takes, in time of the processor: other work on the machine does not count."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import cv2
import numpy as np

from training.comparison.measure import Measure
from training.comparison.run import NamedModel
from training.datasets import FrameSet, to_grey
from training.distortions.base import Frame

_MOST_FRAMES: Final = 10
_SIZE: Final = (512, 640)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How long one way to score a frame takes on one core.

    Attributes:
        measure: Its name.
        cpu_ms: Median time of the processor for a frame of `width` x `height`.
        times_model: The same as a multiple of the model's.
        width: In pixels.
        height: In pixels.
    """

    measure: str
    cpu_ms: float
    times_model: float
    width: int
    height: int


def time_all(model: NamedModel, measures: Sequence[Measure], sets: Sequence[FrameSet]) -> list[Speed]:
    """Time the model and each measure on the same frames, in turns; what is made of a measure's numbers is little.

    Args:
        model: It must use the calling thread alone.
        measures: The others.
        sets: Where the frames come from; scaled to 640 x 512.
    """
    height, width = _SIZE
    grey = [to_grey(each) for each in sets[0].frames[:_MOST_FRAMES]]
    frames = [np.asarray(cv2.resize(each, (width, height)), np.uint8) for each in grey]
    ways: dict[str, Callable[[Frame], object]] = {model.name: model.score}
    ways |= {each.name: each.describe for each in measures}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    cv2.setNumThreads(1)
    for frame in frames:
        for name, way in ways.items():
            spent[name].append(_cpu_ms(way, frame))
    own = median(spent[model.name])
    return [
        Speed(measure=name, cpu_ms=median(ms), times_model=median(ms) / own, width=width, height=height)
        for name, ms in spent.items()
    ]


def _cpu_ms(way: Callable[[Frame], object], frame: Frame) -> float:
    started = time.thread_time()
    way(frame)
    return 1000 * (time.thread_time() - started)
