"""What the distortions that nobody can see do to the accuracy."""

from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import judgement
from training.evaluation.visibility import summarise_visibility


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
