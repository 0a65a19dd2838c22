"""Folds: who is left out, who is learned from, and what cannot be."""

from pathlib import Path

import numpy as np
import pytest

from training.datasets import FrameSet
from training.errors import DatasetError
from training.folds.fold import MIN_FRAMES, choose_folds, make_folds


def camera(name: str, n_frames: int = MIN_FRAMES) -> FrameSet:
    """A camera of black frames."""
    frame = np.zeros((32, 32), np.uint8)
    return FrameSet(name, tuple(Path(f"{index}.png") for index in range(n_frames)), (frame,) * n_frames)


GATE, MAST, FEW = camera("gate"), camera("mast"), camera("few", MIN_FRAMES - 1)
DRONE = camera("drone", 100)


def test_each_camera_with_enough_frames_is_left_out_alone() -> None:
    folds = make_folds([GATE, MAST, FEW], [DRONE], [])
    assert [fold.name for fold in folds] == ["gate", "mast"]
    assert [each.name for each in folds[0].left_out] == ["gate"]
    assert [each.name for each in folds[0].learned] == ["drone", "mast", "few"]
    assert [each.name for each in folds[1].learned] == ["drone", "gate", "few"]


def test_cameras_of_a_group_are_left_out_together_whatever_their_size() -> None:
    folds = make_folds([GATE, MAST, FEW], [DRONE], ["gate+few", "mast"])
    assert [fold.name for fold in folds] == ["gate+few", "mast"]
    assert [each.name for each in folds[0].learned] == ["drone", "mast"]


def test_cameras_in_no_group_are_always_learned_from() -> None:
    (fold,) = make_folds([GATE, MAST, FEW], [DRONE], ["gate"])
    assert [each.name for each in fold.learned] == ["drone", "mast", "few"]


def test_a_group_that_names_no_folder_is_refused_with_those_there_are() -> None:
    with pytest.raises(DatasetError, match="in --group, got 'gte'; there are gate, mast"):
        make_folds([GATE, MAST], [DRONE], ["gte+mast"])


def test_a_set_that_is_always_learned_from_cannot_be_left_out() -> None:
    with pytest.raises(DatasetError, match="got 'drone'"):
        make_folds([GATE, MAST], [DRONE], ["drone"])


def test_a_camera_in_two_groups_is_refused() -> None:
    with pytest.raises(DatasetError, match="each camera in one --group, got 'gate' more than once"):
        make_folds([GATE, MAST], [DRONE], ["gate", "gate+mast"])


def test_two_sets_of_one_name_are_refused() -> None:
    with pytest.raises(DatasetError, match="different names, got 'gate' more than once"):
        make_folds([GATE, MAST], [camera("gate")], [])


def test_too_few_frames_to_leave_out_are_said() -> None:
    with pytest.raises(DatasetError, match="a camera of 19 frames or more to leave out"):
        make_folds([FEW], [DRONE], [])


def test_a_fold_needs_something_to_learn_from() -> None:
    with pytest.raises(DatasetError, match="something to learn from without 'gate'"):
        make_folds([GATE], [], [])


def test_folds_are_chosen_by_name() -> None:
    folds = make_folds([GATE, MAST], [DRONE], [])
    assert [each.name for each in choose_folds(folds, ["mast", "mast"])] == ["mast"]
    assert choose_folds(folds, []) == folds
    with pytest.raises(DatasetError, match="name of a fold, got 'few'; there are gate, mast"):
        choose_folds(folds, ["few"])
