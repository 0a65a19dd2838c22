"""The ROC curves."""

import numpy as np

from tests.training.figures.examples import judged
from training.figures.roc import draw_roc
from training.figures.style import to_svg


def test_each_camera_with_both_classes_has_a_curve() -> None:
    perfect = [judged("none", 0.9, camera="a"), judged("lens_blur", 0.1, camera="a")]
    turned = [judged("none", 0.1, camera="$b{"), judged("lens_blur", 0.9, camera="$b{")]
    figure = draw_roc([*perfect, *turned, judged("none", 0.9, camera="clean alone")])
    whole, corner = figure.axes
    assert len(corner.get_lines()) == 2
    legend = corner.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["a  1.000", "$b{  0.000"]
    first = np.asarray(whole.get_lines()[0].get_xydata())
    assert [0.0, 1.0] in first.tolist()
    assert to_svg(figure, "roc")


def test_without_any_curve_it_says_so() -> None:
    figure = draw_roc([judged("none", 0.9)])
    assert "both clean and distorted" in figure.axes[0].texts[0].get_text()
