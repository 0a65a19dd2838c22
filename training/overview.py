"""The frame at a glance: a fixed grid of levels, detail and saturation, the same for frames of every size.

What lies over the whole picture (shading, fog, an obstruction, lost blocks) looks alike in it, however many pixels the
camera has.
"""

from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.pooling import pool_statistics

GRID: Final = (48, 64)
"""Rows and columns."""

_BLOCK_PX: Final = 4
_N_PLANES: Final = 3
_LEAST_DETAIL = 1e-6  # variance; a quarter of a grey level
_DETAIL_SCALE = 8.0
_SATURATED_FROM, _SATURATED_SLOPE = 0.96, 25.0


class Overview(nn.Module):
    """Convolutions over the grid; mean, standard deviation and maximum of each of their depths.

    Args:
        channels: Of each depth; each halves the grid, but for the last.
    """

    def __init__(self, channels: tuple[int, ...]) -> None:
        super().__init__()
        n_in = (_N_PLANES + 2, *channels[:-1])
        strides = (*[2] * (len(channels) - 1), 1)
        self.depths = nn.ModuleList(_depth(*sizes) for sizes in zip(n_in, channels, strides, strict=True))
        self.n_features = 3 * sum(channels)
        rows, columns = torch.meshgrid(torch.linspace(-1, 1, GRID[0]), torch.linspace(-1, 1, GRID[1]), indexing="ij")
        self.register_buffer("_places", torch.stack((rows, columns))[None], persistent=False)

    _places: Tensor

    def forward(self, halved: Tensor) -> Tensor:
        """Give what the grid shows, N x `n_features`.

        Args:
            halved: The picture at half its size, float, N x 1 x H x W, 0..1, H and W at least 16.
        """
        with torch.no_grad():
            features = self.planes(halved)
            features = torch.cat((features, self._places.expand(features.shape[0], -1, -1, -1)), dim=1)
        pooled: list[Tensor] = []
        for depth in self.depths:
            features = depth(features)
            pooled += [*pool_statistics(features), features.amax((2, 3))]
        return torch.cat(pooled, dim=1)

    @staticmethod
    def planes(halved: Tensor) -> Tensor:
        """Give level, detail (standard deviation in blocks of 4 x 4) and saturation, N x 3 x `GRID`.

        Args:
            halved: As for `forward`.
        """
        saturated = (halved - _SATURATED_FROM).clamp_min(0) * _SATURATED_SLOPE
        means = F.avg_pool2d(torch.cat((halved, halved * halved, saturated), dim=1), _BLOCK_PX)
        level, square, white = means[:, :1], means[:, 1:2], means[:, 2:]
        detail = ((square - level * level).clamp_min(0) + _LEAST_DETAIL).sqrt() * _DETAIL_SCALE
        return F.interpolate(torch.cat((level, detail, white), dim=1), GRID, mode="bilinear", align_corners=False)


def _depth(n_in: int, n_out: int, stride: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(n_in, n_out, 3, stride, padding=1, bias=False), nn.BatchNorm2d(n_out), nn.ReLU())
