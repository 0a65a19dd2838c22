"""The strip of scores under a frame."""

import numpy as np
import pytest

from recording.media.score_strip import STRIP_PX, draw_strip
from recording.media.scores import Score

TIME = "2026-01-31 02:00:04.2"


def colored_columns(quality: float) -> int:
    strip = draw_strip(480, Score(quality, 0.0, "none", quality), "").astype(int)
    bar = strip[20, 80:202]
    return int(((bar.max(axis=1) - bar.min(axis=1)) > 30).sum())


@pytest.mark.parametrize("score", [None, Score(0.9, 0.8, "none", 0.9), Score(0.1, 0.5, "lens_blur", 0.7)])
def test_a_strip_is_as_wide_as_the_picture(score: Score | None) -> None:
    strip = draw_strip(640, score, TIME)
    assert strip.shape == (STRIP_PX, 640, 3)
    assert strip.dtype == np.uint8


def test_the_bar_is_as_long_as_the_quality() -> None:
    lengths = [colored_columns(quality) for quality in (0.1, 0.5, 1.0)]
    assert lengths == sorted(lengths)
    assert lengths[2] - lengths[1] == pytest.approx(64, abs=3)


def test_clean_distorted_and_unscored_frames_look_different() -> None:
    scores = [None, Score(0.9, 0.8, "none", 0.9), Score(0.9, 0.8, "lens_blur", 0.9)]
    strips = [draw_strip(480, score, TIME) for score in scores]
    assert not np.array_equal(strips[0], strips[1])
    assert not np.array_equal(strips[1], strips[2])


def test_absurd_scores_are_drawn_too() -> None:
    draw_strip(480, Score(7.0, -3.0, "\x00é" * 500, 1e300), TIME)
