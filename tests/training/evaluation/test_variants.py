"""The ancestor's protocol in palettes and sizes."""

from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import judgement
from training.datasets import FrameSet
from training.distortions import Frame
from training.evaluation.palette_protocol import palette_trials
from training.evaluation.sizes import SIZES_PX, fit_to, size_trials
from training.evaluation.variants import summarise_variants
from training.palettes import PALETTES
from training.synthetic_scene import draw_scene


@pytest.fixture
def frames(scene: Frame) -> FrameSet:
    """Four clean frames of 120 x 160."""
    return FrameSet("gate", tuple(Path(f"{index}.png") for index in range(4)), (scene,) * 4)


def test_every_palette_gets_the_same_faults_on_the_same_frames(frames: FrameSet) -> None:
    trials = list(palette_trials(frames, 0))
    assert list(dict.fromkeys(trial.protocol for trial in trials)) == [f"palette:{name}" for name in PALETTES]
    truths = [[trial.kind for trial in trials if trial.protocol == f"palette:{name}"] for name in PALETTES]
    assert all(each == truths[0] for each in truths)


def test_frames_are_brought_to_each_size_but_enlarged_at_most_twice(frames: FrameSet) -> None:
    trials = list(size_trials(frames, 0))
    shapes = {trial.protocol: trial.picture.shape for trial in trials}
    assert shapes == {"size:160x120": (120, 160, 3)}  # 320 x 256 would ask for a zoom of 2.1
    large = FrameSet("large", (Path("a"),), (draw_scene(512, 640, np.random.default_rng(0)),))
    assert len(list(size_trials(large, 0))) == len(SIZES_PX)


def test_a_frame_is_cut_to_the_shape_and_never_stretched() -> None:
    frame = np.zeros((240, 400), np.uint8)
    frame[:, 40:360] = 200  # the middle 4 : 3
    small = fit_to(frame, 160, 120)
    assert small is not None
    assert (small == 200).all()


def test_variants_are_compared_with_the_first() -> None:
    right, wrong = judgement("ghosting", 0.1, protocol="palette:lava"), judgement(NONE, 0.1, protocol="palette:lava")
    first = [judgement("ghosting", 0.1, protocol="palette:white-hot"), judgement(NONE, 1, protocol="palette:white-hot")]
    variants = summarise_variants([*first, right, wrong])
    assert [(each.variant, each.figures.accuracy, each.difference) for each in variants] == [
        ("white-hot", 1, 0),
        ("lava", 0.5, -0.5),
    ]
