"""The ancestor's architecture: its layers have the names and shapes of the released checkpoints."""

import pytest
import torch

from training.fliqe.network import Fliqe, IqaEncoder


@pytest.fixture(scope="module")
def network() -> Fliqe:
    """A network with random weights, in evaluation mode."""
    torch.manual_seed(0)
    return Fliqe().eval()


def shapes_of(network: torch.nn.Module, prefix: str) -> dict[str, tuple[int, ...]]:
    """Shapes of the weights and statistics under a prefix, which is cut off."""
    return {
        name.removeprefix(prefix): tuple(tensor.shape)
        for name, tensor in network.state_dict().items()
        if name.startswith(prefix) and tensor.ndim > 0
    }


def test_the_projection_head_has_the_ancestors_layers(network: Fliqe) -> None:
    widths = (2048, 1024, 512, 256, 128)
    linear = {f"{3 * i}.weight": (widths[i + 1], widths[i]) for i in range(4)}
    bias = {f"{3 * i}.bias": (widths[i + 1],) for i in range(4)}
    names = ("weight", "bias", "running_mean", "running_var")
    norm = {f"{3 * i + 1}.{name}": (widths[i + 1],) for i in range(3) for name in names}
    assert shapes_of(network, "iqa_encoder.projection_head.") == linear | bias | norm


def test_the_classifier_has_the_ancestors_layers(network: Fliqe) -> None:
    names = ("weight", "bias", "running_mean", "running_var")
    assert shapes_of(network, "classifier.") == {
        "0.weight": (128, 128),
        "0.bias": (128,),
        **{f"2.{name}": (128,) for name in names},
        "3.weight": (64, 128),
        "3.bias": (64,),
        **{f"5.{name}": (64,) for name in names},
        "6.weight": (1, 64),
        "6.bias": (1,),
    }


def test_the_resnet_has_torchvisions_names_and_no_last_layer(network: Fliqe) -> None:
    shapes = shapes_of(network, "iqa_encoder.encoder.")
    assert shapes["conv1.weight"] == (64, 3, 7, 7)
    assert shapes["layer4.2.conv3.weight"] == (2048, 512, 1, 1)
    assert not any(name.startswith("fc.") for name in shapes)
    assert sum(parameter.numel() for parameter in network.iqa_encoder.encoder.parameters()) == 23_508_032


def test_quality_is_one_minus_the_probability_of_distorted(network: Fliqe) -> None:
    pictures = torch.rand(2, 3, 224, 224)
    with torch.inference_mode():
        answer = network(pictures)
        logits = network.classifier(network.iqa_encoder(pictures))
    assert torch.allclose(answer.quality, 1 - torch.sigmoid(logits)[:, 0], atol=1e-6)
    assert torch.allclose(answer.distortion, torch.sigmoid(logits))
    assert torch.allclose(answer.embedding.norm(dim=1), torch.ones(2))


def test_an_encoder_has_the_same_names_without_the_prefix(network: Fliqe) -> None:
    names = {name for name in network.state_dict() if name.startswith("iqa_encoder.")}
    assert set(IqaEncoder().state_dict()) == {name.removeprefix("iqa_encoder.") for name in names}
