"""The lite network by itself."""

import pytest
import torch

from training.network import Lite, LiteShape, StageShape

SMALL = LiteShape(
    stem_channels=16,
    stages=(StageShape(channels=16, n_blocks=1), StageShape(channels=24, n_blocks=1, coordinates=True)),
)


@pytest.mark.parametrize(("height", "width"), [(32, 32), (33, 47), (160, 120)])
def test_any_size_gives_finite_answers(height: int, width: int) -> None:
    network = Lite(10).eval()
    for luma in (torch.zeros(2, 1, height, width), torch.ones(2, 1, height, width), torch.rand(2, 1, height, width)):
        output = network(luma)
        assert output.logits.shape == (2, 10)
        assert torch.isfinite(output.logits).all()
        assert torch.allclose(output.embedding.norm(dim=1), torch.ones(2), atol=1e-5)
        assert ((output.severity >= 0) & (output.severity <= 1)).all()


def test_a_flat_frame_gives_finite_gradients() -> None:
    network = Lite(3, SMALL)
    output = network(torch.full((2, 1, 32, 32), 0.5))
    torch.autograd.backward(output.logits.sum() + output.severity.sum())
    assert all(torch.isfinite(weights.grad).all() for weights in network.parameters() if weights.grad is not None)


def test_the_answer_depends_little_on_the_frames_size() -> None:
    torch.manual_seed(0)
    network = Lite(5, SMALL).eval()
    tile = torch.rand(1, 1, 64, 64)
    once, tiled = network(tile).logits, network(tile.repeat(1, 1, 4, 4)).logits
    assert torch.allclose(once, tiled, atol=0.5)


def test_a_stage_with_coordinates_tells_a_frame_from_its_mirror_image() -> None:
    torch.manual_seed(0)
    network = Lite(5, SMALL).eval()
    ramp = torch.linspace(0, 1, 64).expand(1, 1, 64, 64)
    assert not torch.allclose(network(ramp).logits, network(ramp.flip(3)).logits, atol=1e-3)


def test_quality_is_the_softmax_until_it_is_calibrated() -> None:
    network = Lite(4, SMALL).eval()
    luma = torch.rand(3, 1, 40, 56)
    answer, logits = network.assess(luma), network(luma).logits
    assert torch.allclose(answer.distortion, logits.softmax(dim=1), atol=1e-6)
    assert torch.equal(answer.distortion[:, 0], answer.quality)


def test_calibration_moves_quality_and_leaves_the_order_of_the_faults() -> None:
    network = Lite(4, SMALL).eval()
    luma = torch.rand(3, 1, 40, 56)
    before = network.assess(luma)
    network.calibration.copy_(torch.tensor([0.5, -2.0, 1.0]))
    after = network.assess(luma)
    expected = (0.5 * before.quality.logit() - 2 * before.severity + 1).sigmoid()
    assert torch.allclose(after.quality, expected, atol=1e-5)
    assert torch.allclose(after.distortion.sum(dim=1), torch.ones(3), atol=1e-5)
    assert torch.equal(after.distortion[:, 1:].argsort(dim=1), before.distortion[:, 1:].argsort(dim=1))
