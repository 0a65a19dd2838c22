"""The sequence of training samples."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training.datasets import FrameSet, to_colour
from training.distortions import TRAINED_KINDS, Frame
from training.errors import DatasetError
from training.samples import CROP_HEIGHT, CROP_WIDTH, SampleMaker


def frame_set(name: str, frame: Frame, n_frames: int) -> FrameSet:
    """A set that holds one frame several times."""
    return FrameSet(name, (Path("x"),) * n_frames, (frame,) * n_frames)


def test_samples_have_one_size_whatever_the_frames(scene: Frame) -> None:
    sets = [frame_set("small", scene[:40, :50], 2), frame_set("colour", to_colour(scene), 2)]
    maker = SampleMaker(sets, seed=0)
    assert {maker.make(index).crop.shape for index in range(60)} == {(CROP_HEIGHT, CROP_WIDTH)}


def test_a_sample_depends_on_its_number_and_the_seed_alone(scene: Frame) -> None:
    first, second = (SampleMaker([frame_set("a", scene, 1)], seed=3) for _ in range(2))
    first.make(0)
    assert np.array_equal(first.make(9).crop, second.make(9).crop)
    assert first.make(9).label == second.make(9).label
    assert not np.array_equal(first.make(9).crop, SampleMaker([frame_set("a", scene, 1)], seed=4).make(9).crop)


def test_all_kinds_come_and_two_in_five_samples_are_clean(scene: Frame) -> None:
    maker = SampleMaker([frame_set("a", scene, 1)], seed=0)
    counts = Counter(maker.make(index).label for index in range(500))
    assert set(counts) == set(range(len(TRAINED_KINDS)))
    assert 0.33 < counts[0] / 500 < 0.47


def test_small_sets_count_by_the_root_of_their_size() -> None:
    dark, bright = np.full((64, 64), 10, np.uint8), np.full((64, 64), 250, np.uint8)
    maker = SampleMaker([frame_set("large", dark, 100), frame_set("small", bright, 4)], seed=0)
    drawn = Counter(int(maker._draw(np.random.default_rng(seed))[0, 0]) for seed in range(600))  # noqa: SLF001 - a share
    assert drawn[250] / 600 == pytest.approx(2 / 12, abs=0.05)


def test_no_set_at_all_is_refused() -> None:
    with pytest.raises(DatasetError, match="at least one set"):
        SampleMaker([], seed=0)
