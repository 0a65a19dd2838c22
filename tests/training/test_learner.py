"""The learning rate's course."""

import pytest

from training.learner import learning_rate
from training.settings import TrainingSettings

SETTINGS = TrainingSettings(steps=1000, warmup_steps=100, learning_rate=0.01)


def test_learning_rate_rises_then_falls_to_nearly_nothing() -> None:
    rates = [learning_rate(step, SETTINGS) for step in range(1000)]
    assert rates[0] < 0.001
    assert max(rates) == pytest.approx(0.01, rel=0.05)
    assert rates[100:] == sorted(rates[100:], reverse=True)
    assert rates[-1] < 0.0001
