"""Rounding to half precision: lossless in float16, done once for all, and refused where half precision ends."""

from pathlib import Path

import pytest
import torch

from training.calibration.rounding import round_to_half
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError
from training.network import Lite, LiteShape, StageShape

PATH = Path("best.pt")


@pytest.fixture
def network() -> Lite:
    """A network with weights and statistics that float16 cannot hold."""
    torch.manual_seed(0)
    network = Lite(len(TRAINED_KINDS), LiteShape(stem_channels=4, stages=(StageShape(channels=4, n_blocks=1),))).eval()
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if name.endswith(("running_mean", "running_var")):
                tensor.uniform_(0.1, 3)
        network.calibration.copy_(torch.tensor([0.123456789, -2.3456789, 0.3456789]))
    return network


def test_every_weight_fits_float16_without_loss(network: Lite) -> None:
    weights = round_to_half(network, PATH).state_dict()
    kept = [name for name in weights if name.endswith(("calibration", "num_batches_tracked"))]
    rounded = {name: tensor for name, tensor in weights.items() if name not in kept}
    assert all(torch.equal(tensor.half().float(), tensor) for tensor in rounded.values())
    assert all(tensor.dtype == torch.float32 for tensor in rounded.values())
    assert torch.equal(weights["calibration"], network.calibration)


def test_rounding_moves_weights_by_no_more_than_half_precision_does(network: Lite) -> None:
    before, after = network.state_dict(), round_to_half(network, PATH).state_dict()
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert all(torch.allclose(before[name], after[name], rtol=2**-10, atol=1e-7) for name in before)


def test_rounding_twice_is_rounding_once(network: Lite) -> None:
    once = round_to_half(network, PATH)
    twice = round_to_half(once, PATH).state_dict()
    assert all(torch.equal(tensor, twice[name]) for name, tensor in once.state_dict().items())


def test_the_network_itself_is_left_as_it_is(network: Lite) -> None:
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    round_to_half(network, PATH)
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


@pytest.mark.parametrize("value", [1e5, float("nan")])
def test_a_weight_beyond_half_precision_is_named(network: Lite, value: float) -> None:
    with torch.no_grad():
        network.embed.weight[0, 0] = value
    with pytest.raises(CheckpointError, match=r"up to 65504 .*'best\.pt', got others in 'embed\.weight'"):
        round_to_half(network, PATH)
