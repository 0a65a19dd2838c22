"""The confusion matrix."""

import numpy as np
import pytest

from tests.training.figures.examples import judged
from training.figures.confusion import draw_confusion, tabulate


def test_rows_are_shares_of_each_true_kind_in_the_order_of_the_list() -> None:
    judgements = [
        judged("ghosting", 0.1, said="ghosting"),
        judged("ghosting", 0.1, said="aliasing"),
        judged("ghosting", 0.8, said="aliasing"),
        judged("none", 0.9),
    ]
    truths, names, shares = tabulate(judgements)
    assert truths == ["none", "ghosting"]
    assert names == ["none", "ghosting", "aliasing"]
    assert shares == pytest.approx(np.array([[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]]))


def test_shares_are_written_as_percent_and_rows_say_how_many_frames() -> None:
    axes = draw_confusion([judged("ghosting", 0.1, said="ghosting"), judged("none", 0.9)]).axes[0]
    assert [text.get_text() for text in axes.texts] == ["100", "100"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["clean  (1)", "ghosting  (1)"]


def test_no_frames_are_said() -> None:
    assert draw_confusion([]).axes[0].texts[0].get_text() == "no frames"
