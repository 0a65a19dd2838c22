"""The reliability diagram."""

import numpy as np
import pytest

from tests.training.figures.examples import judged
from training.figures.reliability import N_BINS, draw_reliability


def test_points_are_the_mean_quality_and_the_share_of_clean_frames_of_each_bin() -> None:
    judgements = [judged("none", 0.95), judged("lens_blur", 0.97), judged("lens_blur", 0.02), judged("none", 1.0)]
    upper, lower = draw_reliability(judgements).axes
    points = np.asarray(upper.get_lines()[-1].get_xydata())
    assert points == pytest.approx(np.array([[0.02, 0], [(0.95 + 0.97 + 1) / 3, 2 / 3]]))
    heights = [bar.get_height() for bar in lower.patches]  # type: ignore[attr-defined]
    assert len(heights) == N_BINS
    assert (heights[0], heights[-1], sum(heights)) == (1, 3, 4)
    assert upper.get_title() == "expected calibration error 0.235"


def test_no_frames_give_empty_axes() -> None:
    assert draw_reliability([]).axes[0].get_title() == ""
