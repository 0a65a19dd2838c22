"""What an eye can see, and what it does to the accuracy."""

import numpy as np

from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import judgement
from training.evaluation.visibility import changes_something_visible, summarise_visibility

DARK = np.full((64, 64), 40, np.uint8)


def test_brightening_that_saturates_nothing_is_no_overexposure() -> None:
    assert not changes_something_visible("overexposure", DARK, np.full_like(DARK, 100))
    blown = DARK.copy()
    blown[:2] = 255  # 3 % of the pixels
    assert changes_something_visible("overexposure", DARK, blown)


def test_what_was_saturated_before_does_not_count() -> None:
    white = np.full_like(DARK, 255)
    assert not changes_something_visible("overexposure", white, white)


def test_a_change_of_a_few_grey_levels_is_not_seen() -> None:
    assert not changes_something_visible("lens_blur", DARK, DARK + 3)
    assert changes_something_visible("lens_blur", DARK, DARK + 4)
    assert not changes_something_visible("dead_pixels", DARK, DARK)


def test_the_accuracy_is_given_with_and_without_what_is_invisible() -> None:
    summary = summarise_visibility(
        [
            judgement(NONE, 0.9),
            judgement("ghosting", 0.1),
            judgement("overexposure", 0.9, frame="dark.png", visible=False),
            judgement("lens_blur", 0.9),
        ]
    )
    assert (summary.n_scored, summary.n_invisible, summary.accuracy) == (4, 1, 0.5)
    assert summary.accuracy_visible == 2 / 3
    assert summary.frames == ("overexposure: dark.png",)


def test_nothing_judged_has_no_accuracy() -> None:
    assert summarise_visibility([]).accuracy is None
