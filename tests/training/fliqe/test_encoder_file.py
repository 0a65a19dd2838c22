"""ImageNet weights that the user supplies."""

from pathlib import Path

import pytest
import torch
from torchvision.models import resnet50

from training.errors import CheckpointError
from training.fliqe.encoder_file import RANDOM, load_encoder
from training.fliqe.network import IqaEncoder


@pytest.fixture(scope="module")
def weights() -> dict[str, torch.Tensor]:
    """A ResNet-50 as torchvision writes it, last layer included, without the counters that old files lack."""
    torch.manual_seed(11)
    state = resnet50(weights=None).state_dict()
    return {name: tensor for name, tensor in state.items() if not name.endswith("num_batches_tracked")}


def test_torchvisions_weights_fit_and_are_frozen(weights: dict[str, torch.Tensor], tmp_path: Path) -> None:
    path = tmp_path / "resnet50.pth"
    torch.save(weights, path)
    network = IqaEncoder()
    assert len(load_encoder(network, str(path))) == 16
    found = network.encoder.state_dict()
    assert torch.equal(found["layer4.2.conv3.weight"], weights["layer4.2.conv3.weight"])
    assert torch.equal(found["conv1.weight"], weights["conv1.weight"])
    assert not any(parameter.requires_grad for parameter in network.encoder.parameters())
    assert all(parameter.requires_grad for parameter in network.projection_head.parameters())


def test_weights_of_another_network_are_listed(tmp_path: Path) -> None:
    torch.save({"conv1.weight": torch.zeros(1), "stage.0": torch.zeros(1)}, tmp_path / "other.pth")
    with pytest.raises(CheckpointError, match=r"missing \['bn1.bias'.*extra \['stage.0'\]"):
        load_encoder(IqaEncoder(), str(tmp_path / "other.pth"))


def test_random_weights_are_said_to_be_that() -> None:
    assert load_encoder(IqaEncoder(), RANDOM) == RANDOM
