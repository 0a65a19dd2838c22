"""Which grey levels a frame uses: saturation, darkness and missing levels show in its histogram, wherever they lie."""

from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_SAMPLED: Final = (120, 160)  # rows and columns; picked, not averaged: an average has levels that the frame has not
_N_LEVELS: Final = 256
_COARSE: Final = 8  # levels in one coarse bin
_LEAST_SHARE = 1e-3
_LOG_SCALE = 0.25
_KERNEL, _STRIDE = 15, 2


class Levels(nn.Module):
    """Reads the histogram of a sample of the pixels.

    Its coarse bins tell how bright a frame is and how much of it lies at the ends; filters that slide along the fine
    ones find gaps and spikes, which too few levels, or too high a gain, leave.

    Args:
        channels: Of each of the two layers of filters.
    """

    def __init__(self, channels: tuple[int, int]) -> None:
        super().__init__()
        first, second = channels
        self.comb = nn.Sequential(
            nn.Conv1d(1, first, _KERNEL, _STRIDE, padding=_KERNEL // 2, bias=False),
            nn.BatchNorm1d(first),
            nn.ReLU(),
            nn.Conv1d(first, second, _KERNEL, _STRIDE, padding=_KERNEL // 2, bias=False),
            nn.BatchNorm1d(second),
            nn.ReLU(),
        )
        self.n_features = 2 * second + _N_LEVELS // _COARSE + 2

    def forward(self, luma: Tensor) -> Tensor:
        """Give what the levels show, N x `n_features`.

        Args:
            luma: Float, N x 1 x H x W, 0..1.
        """
        with torch.no_grad():
            shares = self.histogram(luma)
            coarse = shares.reshape(-1, _N_LEVELS // _COARSE, _COARSE).sum(dim=2)
            ends = torch.stack((shares[:, 0], shares[:, -1]), dim=1)
        combed = self.comb(_logarithm(shares)[:, None])
        return torch.cat((combed.mean(2), combed.amax(2), _logarithm(coarse), _logarithm(ends)), dim=1)

    @staticmethod
    def histogram(luma: Tensor) -> Tensor:
        """Give the share of the sampled pixels at each of 256 levels, N x 256.

        Args:
            luma: As for `forward`.
        """
        sampled = F.interpolate(luma.float(), _SAMPLED, mode="nearest").flatten(1)
        index = (sampled * (_N_LEVELS - 1)).round().clamp(0, _N_LEVELS - 1).long()
        counts = torch.zeros(sampled.shape[0], _N_LEVELS, device=luma.device)
        return counts.scatter_add(1, index, torch.ones_like(sampled)) / (_SAMPLED[0] * _SAMPLED[1])


def _logarithm(shares: Tensor) -> Tensor:
    return (shares + _LEAST_SHARE).log() * _LOG_SCALE + 1
