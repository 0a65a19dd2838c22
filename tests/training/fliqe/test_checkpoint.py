"""Checkpoints of the ancestor's network in all forms that they come in, and refused where they do not fit."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from training.errors import CheckpointError
from training.fliqe.checkpoint import UNSTATED, TrainedFliqe, fliqe_of, is_fliqe, load_fliqe, save_fliqe
from training.fliqe.network import Fliqe, IqaEncoder

Weights = dict[str, Tensor]
PATH = Path("encoder_with_binary_head.pth")
CHILDREN = {"conv1": "0", "bn1": "1", "layer1": "4", "layer2": "5", "layer3": "6", "layer4": "7"}


@pytest.fixture(scope="module")
def network() -> Fliqe:
    """A network with random weights."""
    torch.manual_seed(5)
    return Fliqe().eval()


def as_children(weights: Mapping[str, Tensor]) -> Weights:
    """Name the ResNet's layers as an `nn.Sequential` of its children does."""
    renamed = {}
    for name, tensor in weights.items():
        before, found, after = name.partition("encoder.encoder.")
        layer, _, rest = after.partition(".")
        renamed[f"{before}{found}{CHILDREN[layer]}.{rest}" if found else name] = tensor
    return renamed


def without_counters(weights: Mapping[str, Tensor]) -> Weights:
    """As torch wrote them before 0.4.1."""
    return {name: tensor for name, tensor in weights.items() if not name.endswith("num_batches_tracked")}


FORMS: dict[str, Callable[[Weights], Mapping[str, Any]]] = {
    "bare": dict,
    "state_dict": lambda weights: {"state_dict": weights, "epoch": 3},
    "model_state_dict": lambda weights: {"model_state_dict": weights, "optimizer_state_dict": {"state": {}}},
    "model": lambda weights: {"model": weights},
    "from several GPUs": lambda weights: {f"module.{name}": tensor for name, tensor in weights.items()},
    "children of a Sequential": as_children,
    "without counters": without_counters,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_each_form_gives_the_same_network(form: Callable[[Weights], Mapping[str, Any]], network: Fliqe) -> None:
    content = form(network.state_dict())
    assert is_fliqe(content)
    trained = fliqe_of(PATH, content)
    assert isinstance(trained.network, Fliqe)
    assert not trained.network.training
    assert trained.training_data == UNSTATED
    expected, found = without_counters(network.state_dict()), trained.network.state_dict()
    assert all(torch.equal(found[name], tensor) for name, tensor in expected.items())


def test_an_encoder_alone_is_known_as_one(network: Fliqe) -> None:
    content = network.iqa_encoder.state_dict()
    assert is_fliqe(content)
    assert isinstance(fliqe_of(PATH, content).network, IqaEncoder)


def test_weights_in_half_precision_become_single(network: Fliqe) -> None:
    content = {
        name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in network.state_dict().items()
    }
    assert {parameter.dtype for parameter in fliqe_of(PATH, content).network.parameters()} == {torch.float32}


def test_what_is_saved_comes_back_with_its_training_data(network: Fliqe, tmp_path: Path) -> None:
    save_fliqe(tmp_path / "fliqe.pth", TrainedFliqe(network, "gate (3 frames)"))
    assert load_fliqe(tmp_path / "fliqe.pth").training_data == "gate (3 frames)"


CHANGES: list[tuple[dict[str, object], str]] = [
    ({"iqa_encoder.encoder.conv1.weight": None}, r"missing \['iqa_encoder.encoder.conv1.weight'\]"),
    ({"classifier.9.bias": torch.zeros(1)}, r"extra \['classifier.9.bias'\]"),
    ({"classifier.6.bias": torch.zeros(9)}, r"classifier.6.bias \(9,\) instead of \(1,\)"),
    ({"classifier.6.bias": "3"}, r"classifier.6.bias str instead of \(1,\)"),
]


@pytest.mark.parametrize(("changes", "text"), CHANGES)
def test_what_does_not_fit_is_listed(changes: dict[str, object], text: str, network: Fliqe) -> None:
    changed = {**network.state_dict(), **changes}
    with pytest.raises(CheckpointError, match=text):
        fliqe_of(PATH, {name: value for name, value in changed.items() if value is not None})


@pytest.mark.parametrize("content", [{}, {"format": "flir-iqa-lite-1", "weights": {}}, {"backbone.0.weight": 3}])
def test_other_checkpoints_are_not_taken_for_one(content: dict[str, Any]) -> None:
    assert not is_fliqe(content)
