"""What is put over a picture or around it covers its part and leaves the rest alone."""

from collections.abc import Callable

import numpy as np
import pytest

from training.camera_variation.edges import emboss_edges
from training.camera_variation.haze import add_haze
from training.camera_variation.inset import set_inset
from training.camera_variation.lettering import fill_block, open_menu, put_logo, write_line
from training.camera_variation.margins import add_margins
from training.camera_variation.overlay import draw_overlay
from training.camera_variation.reticle import draw_crosshair, draw_tracking_boxes
from training.camera_variation.scale_bar import draw_scale_bar
from training.distortions import Frame

SEEDS = range(300)
MARKS = [write_line, fill_block, open_menu, put_logo, draw_crosshair, draw_tracking_boxes, draw_scale_bar]
GREY = 120


def _flat(rows: int = 120, columns: int = 160) -> Frame:
    return np.full((rows, columns), GREY, np.uint8)


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.__name__)
def test_a_mark_covers_a_small_part(mark: Callable[[Frame, np.random.Generator], None]) -> None:
    covered = []
    for seed in range(80):
        frame = _flat(200, 260)
        mark(frame, np.random.default_rng(seed))
        covered.append(np.mean(frame != GREY))
    assert np.mean([share > 0 for share in covered]) > 0.9
    assert np.median(covered) < 0.2


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.__name__)
@pytest.mark.parametrize("shape", [(1, 1), (10, 300), (300, 10)])
def test_a_mark_takes_a_frame_that_is_too_small_for_it(
    mark: Callable[[Frame, np.random.Generator], None], shape: tuple[int, int]
) -> None:
    for seed in range(40):
        mark(_flat(*shape), np.random.default_rng(seed))


def test_an_overlay_comes_now_and_then_and_leaves_the_given_frame() -> None:
    frame = _flat()
    marked = [draw_overlay(frame, np.random.default_rng(seed)) for seed in SEEDS]
    assert 0.2 < np.mean([bool((each != GREY).any()) for each in marked]) < 0.5
    assert (frame == GREY).all()


def test_haze_fades_the_top_and_leaves_the_bottom(scene: Frame) -> None:
    hazy = [add_haze(scene, np.random.default_rng(seed)) for seed in SEEDS]
    changed = [each for each in hazy if not np.array_equal(each, scene)]
    assert 3 < len(changed) < 60
    for each in changed:
        assert np.array_equal(each[-5:], scene[-5:])
        assert each[:5].std() < scene[:5].std()


def test_margins_are_flat_and_the_middle_stays(scene: Frame) -> None:
    covered = [add_margins(scene, np.random.default_rng(seed)) for seed in SEEDS]
    changed = [each for each in covered if not np.array_equal(each, scene)]
    assert 3 < len(changed) < 60
    for each in changed:
        assert np.array_equal(each[50:70, 60:100], scene[50:70, 60:100])
        assert len(np.unique(each[each != scene])) == 1


def test_an_inset_shows_the_other_picture_smaller(scene: Frame) -> None:
    other = np.full((300, 400), 250, np.uint8)
    shown = [set_inset(scene, np.random.default_rng(seed), other) for seed in SEEDS]
    changed = [each for each in shown if not np.array_equal(each, scene)]
    assert 3 < len(changed) < 60
    for each in changed:
        assert 0.02 < np.mean(each != scene) < 0.25


def test_flat_pictures_have_no_edges_to_emboss() -> None:
    for seed in SEEDS:
        assert (emboss_edges(_flat(), np.random.default_rng(seed), _flat()) == GREY).all()


def test_embossed_edges_stay_weaker_than_the_picture(scene: Frame) -> None:
    embossed = [emboss_edges(scene, np.random.default_rng(seed), scene) for seed in SEEDS]
    assert 3 < sum(not np.array_equal(each, scene) for each in embossed) < 60
    for each in embossed:
        assert np.abs(each.astype(int) - scene).max() <= 36
