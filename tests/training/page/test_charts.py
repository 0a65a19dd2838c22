"""The figures of the page."""

from tests.training.figures.examples import graded, judged
from training.figures.style import INK
from training.page.charts import draw_charts


def test_each_figure_is_drawn_of_the_first_protocol_that_was_run() -> None:
    ancestor = [judged("none", 0.9), judged("ghosting", 0.1)]
    charts = draw_charts([*ancestor, *graded(), judged("none", 0.9, protocol="every-kind")])
    assert len(charts) == 6
    by_title = {chart.title: chart.reading for chart in charts}
    assert "Protocol every-kind, 1 frames scored." in by_title["What the kinds are called"]
    assert "Protocol ancestor, 2 frames scored." in by_title["Is the quality a probability?"]
    assert "Protocol graded, 28 frames scored." in by_title["Estimated severity"]


def test_without_a_protocol_there_is_no_figure_of_it() -> None:
    assert draw_charts([judged("none", 0.9, protocol="encoders")]) == []
    titles = [chart.title for chart in draw_charts(graded())]
    assert titles == ["Quality as faults get worse", "Estimated severity"]


def test_figures_take_the_text_colour_of_the_page() -> None:
    (chart, _) = draw_charts(graded())
    assert "currentColor" in chart.svg
    assert INK not in chart.svg
