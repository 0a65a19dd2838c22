"""The two figures of severity."""

import numpy as np
import pytest

from tests.training.figures.examples import graded, judged
from training.figures.quality_by_severity import draw_quality_by_severity
from training.figures.severity_estimates import draw_severity_estimates
from training.figures.severity_panels import curve_of


def test_quartiles_stand_at_each_severity() -> None:
    members = [judged("ghosting", quality, severity=0.5) for quality in (0.1, 0.2, 0.3)]
    curve = curve_of([*members, judged("ghosting", 0.9)], lambda each: each.assessment.quality)
    assert curve.severity.tolist() == [0.5]
    assert curve.quartiles == pytest.approx(np.array([[0.15], [0.2], [0.25]]))


def test_quality_starts_at_the_clean_frames_and_shows_the_threshold() -> None:
    panels = [axes for axes in draw_quality_by_severity(graded()).axes if axes.axison]
    assert [axes.get_title() for axes in panels] == ["lens blur", "ghosting"]
    threshold, median = panels[0].get_lines()
    assert set(np.asarray(threshold.get_ydata()).tolist()) == {0.5}
    assert np.asarray(median.get_xydata()) == pytest.approx(np.array([[0, 1], [0.2, 0.8], [0.5, 0.5], [1, 0]]))


def test_estimates_leave_clean_frames_out() -> None:
    panels = [axes for axes in draw_severity_estimates(graded()).axes if axes.axison]
    median = panels[0].get_lines()[1]
    assert np.asarray(median.get_xydata()) == pytest.approx(np.array([[0.2, 0.1], [0.5, 0.25], [1, 0.5]]))


def test_without_severities_both_say_so() -> None:
    judgements = [judged("none", 0.9), judged("lens_blur", 0.2)]
    for figure in (draw_quality_by_severity(judgements), draw_severity_estimates(judgements)):
        assert "graded severity" in figure.axes[0].texts[0].get_text()
