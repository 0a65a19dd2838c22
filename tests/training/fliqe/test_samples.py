"""The frames that the ancestor's network is shown."""

from pathlib import Path

import numpy as np
import pytest

from training.datasets import FrameSet
from training.distortions import TRAINED_KINDS
from training.errors import DatasetError
from training.fliqe.samples import FrameMaker
from training.synthetic_scene import draw_scene


@pytest.fixture
def scenes() -> FrameSet:
    """Two clean frames of one size."""
    frames = tuple(draw_scene(96, 120, np.random.default_rng(seed)) for seed in range(2))
    return FrameSet("scenes", (Path("0.png"), Path("1.png")), frames)


def test_the_same_number_gives_the_same_frame(scenes: FrameSet) -> None:
    first, second = FrameMaker([scenes], 0).make(7), FrameMaker([scenes], 0).make(7)
    assert np.array_equal(first.frame, second.frame)
    assert first.label == second.label


def test_frames_stay_whole_and_most_kinds_come_up(scenes: FrameSet) -> None:
    maker = FrameMaker([scenes], 0)
    samples = [maker.make(index) for index in range(200)]
    assert {sample.frame.shape for sample in samples} == {(96, 120)}
    assert len({sample.label for sample in samples}) > 0.8 * len(TRAINED_KINDS)
    assert 0.15 < sum(sample.label == 0 for sample in samples) / 200 < 0.5


def test_what_is_called_clean_is_a_frame_of_the_set(scenes: FrameSet) -> None:
    maker = FrameMaker([scenes], 0)
    clean = next(sample.frame for index in range(100) if (sample := maker.make(index)).label == 0)
    known = [view for frame in scenes.frames for view in (frame, frame[:, ::-1])]
    assert any(np.array_equal(clean, frame) for frame in known)


def test_no_set_is_refused() -> None:
    with pytest.raises(DatasetError, match="at least one set"):
        FrameMaker([], 0)
