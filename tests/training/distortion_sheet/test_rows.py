"""What the sheet shows of each distortion."""

import numpy as np
import pytest

from flir_iqa.kinds import ANCESTOR_KINDS, FURTHER_KINDS
from training.distortion_sheet.rows import NAMES, make_rows
from training.distortions import DISTORTIONS, Frame


def test_the_sheet_shows_every_kind_and_what_fliqe_also_had() -> None:
    assert {*ANCESTOR_KINDS, *FURTHER_KINDS} <= set(NAMES)
    assert {"glare", "color_distortion", "crop", "flicker", "frame_freeze", "on_screen_display"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_begins_clean_and_has_a_tile_for_each_severity(name: str, scene: Frame) -> None:
    (row,) = make_rows(scene, [name], (0.5, 1.0), seed=0)
    assert row.name == name
    assert len(row.tiles) == 3
    assert not np.array_equal(row.tiles[2].frame, row.tiles[0].frame) or name == "frame_freeze"
    if name in DISTORTIONS:
        assert np.array_equal(row.tiles[0].frame, scene)
        assert row.tiles[2].caption == "severity 1"


def test_a_frozen_clip_shows_the_moment_at_which_it_froze(scene: Frame) -> None:
    (frozen,) = make_rows(scene, ["frame_freeze"], (1.0,), seed=0)
    assert np.array_equal(frozen.tiles[0].frame, frozen.tiles[1].frame)
    (moving,) = make_rows(scene, ["frame_freeze"], (0.0,), seed=0)
    assert not np.array_equal(moving.tiles[0].frame, moving.tiles[1].frame)


def test_a_row_does_not_depend_on_the_others(scene: Frame) -> None:
    (alone,) = make_rows(scene, ["ghosting"], (0.7,), seed=3)
    beside = make_rows(scene, ["lens_blur", "ghosting"], (0.7,), seed=3)[1]
    assert np.array_equal(alone.tiles[1].frame, beside.tiles[1].frame)
