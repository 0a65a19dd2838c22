"""Batches of samples, made by worker processes while the network learns."""

from collections.abc import Iterator

import cv2
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from training.samples import SampleMaker


class _Samples(Dataset[tuple[Tensor, int]]):
    def __init__(self, maker: SampleMaker) -> None:
        self._maker = maker

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        crop, label = self._maker.make(index)
        return torch.from_numpy(crop)[None], label


def load_batches(
    maker: SampleMaker, first: int, n_batches: int, batch_size: int, n_workers: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Give batches of the samples from number `first` on, in order, however many workers make them.

    Args:
        maker: Makes the samples.
        first: Number of the first sample.
        n_batches: Batches to give.
        batch_size: Samples in each.
        n_workers: Processes that make samples; 0 makes them here.

    Yields:
        Crops, uint8 N x 1 x H x W, and labels, int64 N.
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
    yield from loader


def _start_worker(_worker: int) -> None:
    cv2.setNumThreads(0)
