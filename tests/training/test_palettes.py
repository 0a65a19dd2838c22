"""The palettes: what a viewer expects of each."""

import numpy as np
import pytest

from training.datasets import to_colour, to_grey
from training.distortions import Frame
from training.palettes import PALETTES, WHITE_HOT, colour_by


def test_white_hot_is_the_frame_itself_and_black_hot_its_negative(scene: Frame) -> None:
    assert np.array_equal(colour_by(WHITE_HOT, scene), to_colour(scene))
    assert np.array_equal(colour_by("black-hot", scene), to_colour(255 - scene))


@pytest.mark.parametrize("palette", PALETTES)
def test_each_level_has_a_colour_that_changes_little_to_the_next(palette: str) -> None:
    table = PALETTES[palette].astype(int)
    assert table.shape == (256, 3)
    assert np.abs(np.diff(table, axis=0)).max() <= 12
    assert len(np.unique(table, axis=0)) > 230


def test_ironbow_brightens_from_black_over_red_to_white() -> None:
    table = PALETTES["ironbow"]
    luma = to_grey(table[np.newaxis])[0].astype(int)
    assert (np.diff(luma) >= -1).all()
    assert luma[0] < 10 < 240 < luma[255]
    blue, green, red = table[128].astype(int)
    assert red > green
    assert red > blue


def test_rainbow_runs_from_blue_over_green_to_red() -> None:
    table = PALETTES["rainbow"]
    assert [int(table[level].argmax()) for level in (40, 128, 230)] == [0, 1, 2]


def test_a_palette_that_is_none_is_refused(scene: Frame) -> None:
    with pytest.raises(ValueError, match="got 'sepia'"):
        colour_by("sepia", scene)


def test_a_coloured_frame_is_shown_by_its_luma(scene: Frame) -> None:
    assert np.array_equal(colour_by("lava", to_colour(scene)), colour_by("lava", scene))
