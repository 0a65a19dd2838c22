"""The frames that a model got most wrong."""

from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import judgement
from training.evaluation.mistakes import N_LISTED, list_mistakes


def test_the_worst_mistake_of_each_sort_comes_first() -> None:
    mistakes = list_mistakes(
        [
            judgement(NONE, 0.4, frame="soft.png"),
            judgement(NONE, 0.1, frame="night.png", said="underexposure"),
            judgement(NONE, 0.9),
            judgement("ghosting", 0.6, frame="sky.png", severity=0.7),
            judgement("ghosting", 0.95, frame="flat.png", visible=False),
            judgement("ghosting", 0.2),
        ]
    )
    assert [(each.frame, each.said) for each in mistakes.false_alarms] == [
        ("night.png", "underexposure"),
        ("soft.png", "lens_blur"),
    ]
    assert [(each.frame, each.severity, each.visible) for each in mistakes.missed] == [
        ("flat.png", None, False),
        ("sky.png", 0.7, True),
    ]


def test_a_quality_at_the_threshold_is_clean() -> None:
    mistakes = list_mistakes([judgement(NONE, 0.5), judgement("ghosting", 0.5)])
    assert (mistakes.n_false_alarms, mistakes.n_missed) == (0, 1)


def test_all_are_counted_and_some_are_listed() -> None:
    mistakes = list_mistakes([judgement("banding", 0.9)] * (N_LISTED + 7))
    assert mistakes.n_missed == N_LISTED + 7
    assert len(mistakes.missed) == N_LISTED
