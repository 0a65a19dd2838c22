"""Where frames of all sizes stand in a video."""

import numpy as np
import pytest

from recording.media.canvas import Canvas


def test_a_frame_of_even_size_stays_as_it_is() -> None:
    frame = np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8)
    assert np.array_equal(Canvas.for_frame(48, 64, with_scores=False).place(frame), frame)


def test_odd_sides_get_a_black_pixel_more() -> None:
    canvas = Canvas.for_frame(47, 63, with_scores=False)
    placed = canvas.place(np.full((47, 63), 200, np.uint8))
    assert placed.shape == (48, 64, 3)
    assert (placed[:47, :63] == 200).all()
    assert (placed[47] == 0).all()


def test_a_small_frame_is_enlarged_by_a_whole_factor_where_words_stand_under_it() -> None:
    canvas = Canvas.for_frame(120, 160, with_scores=True)
    assert (canvas.width, canvas.height, canvas.n_strip) == (480, 360, 40)
    assert canvas.place(np.full((120, 160), 9, np.uint8)).shape == (360, 480, 3)


@pytest.mark.parametrize(("height", "width"), [(32, 3000), (3000, 32), (500, 20), (4096, 4096), (100, 100)])
def test_a_frame_of_another_size_is_fitted_into_the_middle(height: int, width: int) -> None:
    canvas = Canvas.for_frame(100, 200, with_scores=False)
    placed = canvas.place(np.full((height, width), 200, np.uint8))
    assert placed.shape == (100, 200, 3)
    rows, columns = np.nonzero(placed[:, :, 0])
    assert abs(rows.min() + rows.max() - 99) <= 1
    assert abs(columns.min() + columns.max() - 199) <= 1


@pytest.mark.parametrize(("height", "width"), [(32, 500_000), (4096, 4096), (16_000, 1000)])
def test_no_side_is_longer_than_players_take(height: int, width: int) -> None:
    canvas = Canvas.for_frame(height, width, with_scores=True)
    assert max(canvas.width, canvas.height) <= 4096
    assert canvas.width % 2 == canvas.height % 2 == 0
