"""Features of a frozen encoder, kept on disk as they come, so that a killed run computes none of them twice."""

from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from training.fliqe.network import FEATURES

_ROW_BYTES: Final = 4 * (FEATURES + 1)


class FeatureFile:
    """A file of rows of float32: the label of a sample and its features; samples in the order of their numbers.

    Args:
        path: The file; half a row at its end, which a kill may leave, is cut off.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()
        with path.open("r+b") as file:
            file.truncate(self.n_rows * _ROW_BYTES)

    @property
    def n_rows(self) -> int:
        """How many samples it holds."""
        return self._path.stat().st_size // _ROW_BYTES

    def append(self, features: Tensor, labels: Tensor) -> None:
        """Add samples.

        Args:
            features: N x 2048.
            labels: N.
        """
        rows = torch.cat((labels[:, None].float(), features.float()), dim=1)
        with self._path.open("ab") as file:
            file.write(rows.cpu().numpy().astype("<f4").tobytes())

    def read(self, n_rows: int) -> tuple[Tensor, Tensor]:
        """Give the features, N x 2048, and the labels, int64 N, of the first `n_rows` samples."""
        flat = np.fromfile(self._path, "<f4", n_rows * (FEATURES + 1))
        rows = torch.from_numpy(flat.astype(np.float32)).view(n_rows, FEATURES + 1)
        return rows[:, 1:].contiguous(), rows[:, 0].long()
