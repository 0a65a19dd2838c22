"""Which grey levels a frame uses."""

import pytest
import torch

from training.levels import Levels


@pytest.mark.parametrize("shape", [(32, 32), (61, 75), (120, 160), (512, 640)])
def test_the_histogram_of_any_size_sums_to_one(shape: tuple[int, int]) -> None:
    luma = torch.rand(3, 1, *shape)
    shares = Levels.histogram(luma)
    assert shares.shape == (3, 256)
    assert torch.allclose(shares.sum(dim=1), torch.ones(3), atol=1e-5)
    assert Levels((4, 6)).eval()(luma).shape == (3, Levels((4, 6)).n_features)


def test_levels_are_counted_where_they_are() -> None:
    luma = torch.zeros(1, 1, 120, 160)
    luma[..., :40] = 1.0
    luma[:, :, :60, 40:80] = 100 / 255
    shares = Levels.histogram(luma)[0]
    assert [shares[level].item() for level in (0, 100, 255)] == pytest.approx([0.625, 0.125, 0.25], abs=1e-6)


def test_levels_are_picked_not_averaged() -> None:
    stripes = torch.zeros(1, 1, 512, 640)
    stripes[..., ::2] = 1.0
    shares = Levels.histogram(stripes)[0]
    assert (shares[1:-1] == 0).all()
