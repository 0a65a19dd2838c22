"""The frame at a glance."""

import pytest
import torch

from training.overview import GRID, Overview


@pytest.mark.parametrize("shape", [(16, 16), (17, 23), (60, 80), (256, 320), (512, 640)])
def test_every_size_is_seen_on_the_same_grid(shape: tuple[int, int]) -> None:
    overview = Overview((4, 6)).eval()
    planes = overview.planes(torch.rand(2, 1, *shape))
    assert planes.shape == (2, 3, *GRID)
    assert overview(torch.rand(2, 1, *shape)).shape == (2, overview.n_features)


def test_planes_hold_level_detail_and_saturation() -> None:
    halved = torch.full((1, 1, 64, 64), 0.25)
    halved[..., 32:] = 1.0
    halved[:, :, 32:, :32] = torch.tensor([0.0, 0.5]).repeat(16)
    level, detail, saturation = Overview.planes(halved)[0]
    assert level[4, 4] == pytest.approx(0.25)
    assert detail[4, 4] < 0.02
    assert saturation[4, 4] == 0
    assert level[-4, 4] == pytest.approx(0.25)
    assert detail[-4, 4] == pytest.approx(8 * 0.25, rel=1e-3)
    assert saturation[4, -4] == pytest.approx(1.0)


def test_a_wide_ramp_looks_the_same_at_twice_the_size() -> None:
    ramp = torch.linspace(0, 1, 160).expand(1, 1, 120, 160)
    large = torch.linspace(0, 1, 320).expand(1, 1, 240, 320)
    small_planes, large_planes = Overview.planes(ramp), Overview.planes(large)
    assert torch.allclose(small_planes[:, 0], large_planes[:, 0], atol=0.02)
