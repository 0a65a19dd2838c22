"""The supervised contrastive loss, against worked examples."""

import math

import pytest
import torch

from training.fliqe.contrastive_loss import supervised_contrastive_loss

LEFT, RIGHT, UP = [-1.0, 0.0], [1.0, 0.0], [0.0, 1.0]


def loss(embeddings: list[list[float]], labels: list[int], temperature: float = 1.0) -> float:
    return supervised_contrastive_loss(torch.tensor(embeddings), torch.tensor(labels), temperature).item()


def test_a_worked_example() -> None:
    # For the two of kind 0: -log(e / (e + 1)); the one of kind 1 has no other of its kind, and does not count.
    assert loss([RIGHT, RIGHT, UP], [0, 0, 1]) == pytest.approx(-math.log(math.e / (math.e + 1)))


def test_a_lower_temperature_tells_more() -> None:
    expected = -math.log(math.exp(2) / (math.exp(2) + 1))
    assert loss([RIGHT, RIGHT, UP], [0, 0, 1], temperature=0.5) == pytest.approx(expected)


def test_several_of_a_kind_are_averaged_outside_the_logarithm() -> None:
    # Anchor RIGHT: positives RIGHT and UP among RIGHT, UP; both UP and RIGHT by the same sum e + 1.
    first = -(1 + 0) / 2 + math.log(math.e + 1)
    third = math.log(2)
    assert loss([RIGHT, RIGHT, UP], [0, 0, 0]) == pytest.approx((2 * first + third) / 3)


def test_kinds_apart_cost_less_than_kinds_mixed() -> None:
    apart, mixed = [RIGHT, RIGHT, LEFT, LEFT], [RIGHT, LEFT, RIGHT, LEFT]
    assert loss(apart, [0, 0, 1, 1], 0.07) < 1e-3 < loss(mixed, [0, 0, 1, 1], 0.07)


def test_without_two_of_a_kind_there_is_nothing_to_learn() -> None:
    embeddings = torch.tensor([RIGHT, UP], requires_grad=True)
    value = supervised_contrastive_loss(embeddings, torch.tensor([0, 1]), 0.07)
    torch.autograd.backward(value)
    assert value.item() == 0
    assert embeddings.grad is not None
    assert torch.isfinite(embeddings.grad).all()
