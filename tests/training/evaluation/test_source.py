"""Frames of a set, their names, and a few of them chosen by a seed."""

from pathlib import Path

import numpy as np
import pytest

from training.datasets import FrameSet
from training.distortions import Frame
from training.errors import DatasetError
from training.evaluation.source import sources_of
from training.evaluation.subset import choose_frames


def test_frames_are_named_by_their_files_and_by_their_paths_where_names_repeat(scene: Frame) -> None:
    different = FrameSet("gate", (Path("x/a.png"), Path("y/b.png")), (scene,) * 2)
    alike = FrameSet("gate", (Path("x/a.png"), Path("y/a.png")), (scene,) * 2)
    same = FrameSet("gate", (Path("a.png"), Path("a.png")), (scene,) * 2)
    assert [source.name for source in sources_of(different)] == ["a.png", "b.png"]
    assert [source.name for source in sources_of(alike)] == ["x/a.png", "y/a.png"]
    assert len({source.name for source in sources_of(same)}) == 2


def test_one_purpose_leaves_the_draws_of_another_as_they_are(scene: Frame) -> None:
    (source,) = sources_of(FrameSet("gate", (Path("a.png"),), (scene,)))
    assert source.generator(0, "ghosting").random() == source.generator(0, "ghosting").random()
    assert source.generator(0, "ghosting").random() != source.generator(0, "banding").random()
    assert source.generator(0, "ghosting").random() != source.generator(1, "ghosting").random()


def test_a_few_frames_keep_their_order_and_come_again_for_the_same_seed() -> None:
    frames = tuple(np.full((32, 32), level, np.uint8) for level in range(20))
    whole = FrameSet("gate", tuple(Path(f"{index:02}.png") for index in range(20)), frames)
    few = choose_frames(whole, 5, seed=0)
    assert [path.name for path in few.paths] == sorted(path.name for path in few.paths)
    assert [f"{frame[0, 0]:02}.png" for frame in few.frames] == [path.name for path in few.paths]
    assert few.paths == choose_frames(whole, 5, seed=0).paths != choose_frames(whole, 5, seed=1).paths
    assert choose_frames(whole, None, 0) is choose_frames(whole, 20, 0) is whole


def test_no_frame_at_all_is_refused(scene: Frame) -> None:
    with pytest.raises(DatasetError, match="at least 1 frame a set, got 0"):
        choose_frames(FrameSet("gate", (Path("a"),), (scene,)), 0, 0)
