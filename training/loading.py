"""Batches of samples, made by worker processes while the network learns."""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from training.samples import SampleMaker


class Batch(NamedTuple):
    """Samples of one size.

    Attributes:
        crops: uint8, N x 1 x H x W.
        labels: Index of each crop's kind, int64, N.
        severity: 0..1, float32, N.
        clean_probability: 0..1, float32, N.
    """

    crops: Tensor
    labels: Tensor
    severity: Tensor
    clean_probability: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Give the same batch on a device."""
        return Batch(*(each.to(device) for each in self))


class _Samples(Dataset[tuple[Tensor, int, float, float]]):
    def __init__(self, maker: SampleMaker) -> None:
        self._maker = maker

    def __getitem__(self, index: int) -> tuple[Tensor, int, float, float]:
        crop, label, severity, clean_probability = self._maker.make(index)
        return torch.from_numpy(crop)[None], label, severity, clean_probability


def load_batches(maker: SampleMaker, first: int, n_batches: int, batch_size: int, n_workers: int) -> Iterator[Batch]:
    """Give batches of the samples from number `first` on, in order, however many workers make them.

    Args:
        maker: Makes the samples.
        first: Number of the first sample, a multiple of `batch_size`.
        n_batches: Batches to give.
        batch_size: Samples in each, as the maker was told.
        n_workers: Processes that make samples; 0 makes them here.
    """
    loader = DataLoader(
        _Samples(maker),
        batch_size=batch_size,
        sampler=range(first, first + n_batches * batch_size),
        num_workers=n_workers,
        worker_init_fn=_start_worker,
        # A fork would copy the locks of the threads that torch already runs.
        multiprocessing_context="spawn" if n_workers else None,
    )
    for crops, labels, severity, clean_probability in loader:
        yield Batch(crops, labels, severity.float(), clean_probability.float())


def _start_worker(_worker: int) -> None:
    cv2.setNumThreads(0)
