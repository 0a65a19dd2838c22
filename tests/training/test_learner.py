"""The learning rate's course, the precision, and what the loss asks for."""

import pytest
import torch

from training.learner import Learner, has_fast_bfloat16, learning_rate
from training.loading import Batch
from training.network import LiteShape, StageShape
from training.settings import TrainingSettings

SETTINGS = TrainingSettings(steps=1000, warmup_steps=100, learning_rate=0.01)
SMALL = LiteShape(stem_channels=16, stages=(StageShape(channels=16, n_blocks=1),))


def test_learning_rate_rises_then_falls_to_nearly_nothing() -> None:
    rates = [learning_rate(step, SETTINGS) for step in range(1000)]
    assert rates[0] < 0.001
    assert max(rates) == pytest.approx(0.01, rel=0.05)
    assert rates[100:] == sorted(rates[100:], reverse=True)
    assert rates[-1] < 0.0001


def test_the_precision_that_was_asked_for_is_taken() -> None:
    assert has_fast_bfloat16(torch.device("cpu"), "bfloat16")
    assert not has_fast_bfloat16(torch.device("cpu"), "float32")


@pytest.mark.integration
def test_it_learns_the_kind_the_severity_and_the_doubt_of_what_it_is_shown() -> None:
    flat = torch.full((1, 1, 32, 32), 40, dtype=torch.uint8)
    noisy = torch.randint(0, 256, (1, 1, 32, 32), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    striped = (torch.arange(32) % 2 * 200).to(torch.uint8).expand(1, 1, 32, 32)
    batch = Batch(
        torch.cat((flat, noisy, striped)),
        torch.tensor([0, 1, 2]),
        torch.tensor([0.0, 0.9, 0.4]),
        torch.tensor([1.0, 0.0, 0.5]),
    )
    settings = TrainingSettings(steps=120, warmup_steps=5, label_smoothing=0, averaging_decay=0.5, shape=SMALL)
    learner = Learner(3, settings)
    losses = [learner.learn(batch) for _ in range(settings.steps)]
    assert losses[-1] < 0.5 * losses[0]
    network = learner.averaged_network([batch.crops] * 4)
    with torch.inference_mode():
        output = network(batch.crops.float() / 255)
    assert output.severity.tolist() == pytest.approx([0.0, 0.9, 0.4], abs=0.15)
    probabilities = output.logits.softmax(dim=1)
    assert probabilities[0, 0] > 0.8
    assert probabilities[1, 1] > 0.8
    assert float(probabilities[2, 0]) == pytest.approx(0.5, abs=0.15)
