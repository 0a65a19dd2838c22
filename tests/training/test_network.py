"""The lite network by itself."""

import pytest
import torch

from training.network import Lite, LiteShape, StageShape

SMALL = LiteShape(stem_channels=16, stages=(StageShape(channels=16, n_blocks=1), StageShape(channels=24, n_blocks=1)))


@pytest.mark.parametrize(("height", "width"), [(32, 32), (33, 47), (160, 120)])
def test_any_size_gives_finite_answers(height: int, width: int) -> None:
    network = Lite(10).eval()
    for luma in (torch.zeros(2, 1, height, width), torch.ones(2, 1, height, width), torch.rand(2, 1, height, width)):
        output = network(luma)
        assert output.logits.shape == (2, 10)
        assert torch.isfinite(output.logits).all()
        assert torch.allclose(output.embedding.norm(dim=1), torch.ones(2), atol=1e-5)


def test_a_flat_frame_gives_finite_gradients() -> None:
    network = Lite(3, SMALL)
    torch.autograd.backward(network(torch.full((2, 1, 32, 32), 0.5)).logits.sum())
    assert all(torch.isfinite(weights.grad).all() for weights in network.parameters() if weights.grad is not None)


def test_the_answer_depends_little_on_the_frames_size() -> None:
    torch.manual_seed(0)
    network = Lite(5, SMALL).eval()
    tile = torch.rand(1, 1, 64, 64)
    once, tiled = network(tile).logits, network(tile.repeat(1, 1, 4, 4)).logits
    assert torch.allclose(once, tiled, atol=0.5)
