"""A network questioned on clean frames, to fit a calibration or to see what rounding moved."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from training.calibration.raw_score import score_uncalibrated
from training.checkpoint import TrainedNetwork
from training.datasets import FrameSet
from training.evaluation.every_kind import every_kind_trials
from training.evaluation.judgement import Judgement
from training.evaluation.trial import Trial, judge
from training.network import Lite
from training.network_score import score_with_network
from training.synthetic_scene import draw_scene

_N_SCENES: Final = 4
_SCENE_SIZE_PX: Final = (240, 320)


def judge_every_kind(trained: TrainedNetwork, sets: Sequence[FrameSet], seed: int) -> list[Judgement]:
    """Judge each frame clean and with every kind, without calibration."""
    score = score_uncalibrated(trained.network, trained.kinds)
    return list(judge(_trials(sets, seed), score))


def largest_move(first: Lite, second: Lite, kinds: Sequence[str], sets: Sequence[FrameSet], seed: int) -> float:
    """Largest difference of the qualities that two networks give, over each frame clean and with every kind."""
    scores = score_with_network(first, kinds), score_with_network(second, kinds)
    return max(abs(scores[0](each.picture).quality - scores[1](each.picture).quality) for each in _trials(sets, seed))


def draw_scenes() -> FrameSet:
    """Draw a few scenes, for want of frames."""
    frames = tuple(draw_scene(*_SCENE_SIZE_PX, np.random.default_rng(seed)) for seed in range(_N_SCENES))
    return FrameSet("drawn scenes", tuple(Path(f"{index}.png") for index in range(_N_SCENES)), frames)


def _trials(sets: Sequence[FrameSet], seed: int) -> Iterator[Trial]:
    return (trial for each in sets for trial in every_kind_trials(each, seed))
