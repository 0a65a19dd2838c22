"""The sequence of training samples."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training.datasets import FrameSet, to_colour
from training.distortions import DISTORTIONS, TRAINED_KINDS, Frame
from training.errors import DatasetError
from training.samples import VIEW_SIZES, SampleMaker, clean_probability


def frame_set(name: str, frame: Frame, n_frames: int) -> FrameSet:
    """A set that holds one frame several times."""
    return FrameSet(name, (Path("x"),) * n_frames, (frame,) * n_frames)


def test_the_samples_of_a_batch_have_one_size_whatever_the_frames(scene: Frame) -> None:
    sets = [frame_set("small", scene[:40, :50], 2), frame_set("colour", to_colour(scene), 2)]
    maker = SampleMaker(sets, seed=0, batch_size=4)
    shapes = [{maker.make(batch * 4 + index).crop.shape for index in range(4)} for batch in range(20)]
    assert all(len(each) == 1 for each in shapes)
    assert {next(iter(each)) for each in shapes} <= set(VIEW_SIZES)
    assert len({next(iter(each)) for each in shapes}) > 1


def test_a_sample_depends_on_its_number_and_the_seed_alone(scene: Frame) -> None:
    first, second = (SampleMaker([frame_set("a", scene, 1)], seed=3, batch_size=2) for _ in range(2))
    first.make(0)
    assert np.array_equal(first.make(9).crop, second.make(9).crop)
    assert first.make(9)[1:] == second.make(9)[1:]
    other = SampleMaker([frame_set("a", scene, 1)], seed=4, batch_size=2)
    assert not np.array_equal(first.make(9).crop, other.make(9).crop)


def test_all_kinds_come_and_what_is_said_of_them_fits(scene: Frame) -> None:
    maker = SampleMaker([frame_set("a", scene, 1)], seed=0, batch_size=1)
    samples = [maker.make(index) for index in range(700)]
    counts = Counter(sample.label for sample in samples)
    assert set(counts) == set(range(len(TRAINED_KINDS)))
    assert 0.3 < counts[0] / len(samples) < 0.5
    for sample in samples:
        if sample.label == 0:
            assert sample.severity == 0
            assert sample.clean_probability == 1
        else:
            assert 0 <= sample.severity <= 1
            assert 0 < sample.clean_probability < 1


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_a_fault_is_a_matter_of_opinion_where_it_begins_to_show_and_plain_beyond(kind: str) -> None:
    visible_from = DISTORTIONS[kind].visible_from
    probabilities = [clean_probability(kind, severity) for severity in np.linspace(0, 1, 11)]
    assert probabilities == sorted(probabilities, reverse=True)
    assert clean_probability(kind, visible_from) == pytest.approx(0.5)
    assert clean_probability(kind, 0) > 0.99
    assert clean_probability(kind, min(1.0, 2 * visible_from)) < 0.02


def test_small_sets_count_by_the_root_of_their_size() -> None:
    dark, bright = np.full((64, 64), 10, np.uint8), np.full((64, 64), 250, np.uint8)
    maker = SampleMaker([frame_set("large", dark, 100), frame_set("small", bright, 4)], seed=0, batch_size=1)
    drawn = Counter(
        int(maker._draw((32, 32), np.random.default_rng(seed))[0, 0])  # noqa: SLF001 - a share
        for seed in range(600)
    )
    assert drawn[250] / 600 == pytest.approx(2 / 12, abs=0.05)


def test_large_views_are_cut_from_large_frames_where_there_are_any() -> None:
    small, large = np.full((64, 64), 10, np.uint8), np.full((400, 500), 250, np.uint8)
    maker = SampleMaker([frame_set("small", small, 4), frame_set("large", large, 4)], seed=0, batch_size=1)
    drawn = Counter(
        int(maker._draw((320, 400), np.random.default_rng(seed))[0, 0])  # noqa: SLF001 - a share
        for seed in range(300)
    )
    assert drawn[250] > 280


def test_no_set_at_all_is_refused() -> None:
    with pytest.raises(DatasetError, match="at least one set"):
        SampleMaker([], seed=0, batch_size=1)
