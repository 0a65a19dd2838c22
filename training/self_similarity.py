"""How a picture resembles itself shifted: where a ghost, a comb, a grid or the track of a motion gives itself away.

Both maps come from fixed transforms, so nothing is learned here but how to read them.
"""

import math
from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

TILE_PX: Final = 32
"""Side of a tile, in pixels of the halved picture: shifts of up to 16 of these, 32 of the frame, are seen."""

N_FEATURES: Final = 128
_N_ROWS, _N_MAPS = TILE_PX // 2 + 1, 2
_N_PEAKS: Final = 32
_ENERGY_FLOOR = 3e-5  # mean square of a tile below which it has nothing to resemble: one grey level and a half
_LOG_FLOOR = 0.01  # of the mean power
_LEAST_POWER = 1e-3  # that of rounding errors in a flat frame is far below, that of any scene far above
_MAP_SCALE = 4.0


class SelfSimilarity(nn.Module):
    """Reads autocorrelation and cepstrum, taken over tiles of the halved picture.

    A picture with a ghost is its scene convolved with two spikes: the logarithm of its spectrum is that of the scene
    plus a ripple, which the cepstrum turns into a peak at the ghost's shift, whatever the scene (Bogert, Healy and
    Tukey, "The quefrency alanysis of time series for echoes", 1963).
    """

    _forward_cos: Tensor
    _forward_sin: Tensor
    _inverse_cos: Tensor
    _inverse_sin: Tensor
    _high_pass: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.peaks = nn.Sequential(
            nn.Conv2d(_N_MAPS, 16, 3, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, _N_PEAKS, 3, padding=1, bias=False),
            nn.BatchNorm2d(_N_PEAKS),
            nn.ReLU(),
        )
        self.places = nn.Sequential(nn.Linear(_N_MAPS * _N_ROWS * TILE_PX, N_FEATURES - 2 * _N_PEAKS), nn.ReLU())
        frequencies = torch.arange(TILE_PX, dtype=torch.float64)
        shifts = frequencies - TILE_PX // 2
        turn = 2 * math.pi / TILE_PX
        forward, inverse = turn * torch.outer(frequencies, frequencies), turn * torch.outer(frequencies, shifts)
        high_pass = -torch.full((1, 1, 5, 5), 1 / 25)
        high_pass[0, 0, 2, 2] += 1
        constants = {
            "_forward_cos": forward.cos(),
            "_forward_sin": forward.sin(),
            "_inverse_cos": inverse.cos(),
            "_inverse_sin": inverse.sin(),
            "_high_pass": high_pass,
        }
        for name, values in constants.items():
            self.register_buffer(name, values.float(), persistent=False)

    def forward(self, halved: Tensor) -> Tensor:
        """Give what the maps show, N x `N_FEATURES`.

        Args:
            halved: The picture at half its size, float, N x 1 x H x W, 0..1, H and W at least 16.
        """
        with torch.no_grad():
            maps = self.maps(halved)
        peaks = self.peaks(maps)
        return torch.cat((peaks.amax((2, 3)), peaks.mean((2, 3)), self.places(maps.flatten(1))), dim=1)

    def maps(self, halved: Tensor) -> Tensor:
        """Give autocorrelation and cepstrum, N x 2 x 17 x 32: rows are shifts of 0 to 16 down, columns -16 to 15 right.

        Args:
            halved: As for `forward`.
        """
        power = self._power(F.conv2d(F.pad(halved, (2, 2, 2, 2), mode="replicate"), self._high_pass))
        power = power / (power.mean((1, 2), keepdim=True) + _LEAST_POWER)
        cepstrum = self._transform_back((power + _LOG_FLOOR).log())
        return torch.stack((self._transform_back(power), cepstrum), dim=1) * _MAP_SCALE

    def _power(self, detail: Tensor) -> Tensor:
        """Give the mean power spectrum of the tiles, each of which counts alike if it holds anything; N x 32 x 32."""
        below, right = -detail.shape[2] % TILE_PX, -detail.shape[3] % TILE_PX
        padded = F.pad(detail, (0, right, 0, below))
        n, _, height, width = padded.shape
        tiles = padded.reshape(n, height // TILE_PX, TILE_PX, width // TILE_PX, TILE_PX).transpose(2, 3)
        energy = tiles.square().mean((3, 4), keepdim=True)
        tiles = tiles * (energy + _ENERGY_FLOOR).rsqrt()
        cos, sin = tiles @ self._forward_cos, tiles @ self._forward_sin
        real = self._forward_cos @ cos - self._forward_sin @ sin
        imaginary = self._forward_sin @ cos + self._forward_cos @ sin
        return (real.square() + imaginary.square()).mean((1, 2))

    def _transform_back(self, spectrum: Tensor) -> Tensor:
        """Transform an even spectrum into shifts of 0 to 16 rows and -16 to 15 columns, N x 17 x 32."""
        down = slice(0, _N_ROWS)
        cos, sin = self._forward_cos[down], self._forward_sin[down]
        both = cos @ spectrum @ self._inverse_cos - sin @ spectrum @ self._inverse_sin
        return both / TILE_PX**2
