"""The frozen encoder at work: each sample once, the features into a file."""

from collections.abc import Iterator
from typing import cast

import cv2
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from training.fliqe.feature_file import FeatureFile
from training.fliqe.preprocessing import prepare
from training.fliqe.samples import FrameMaker


class _Pictures(Dataset[tuple[Tensor, int]]):
    def __init__(self, maker: FrameMaker) -> None:
        self._maker = maker

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        frame, label = self._maker.make(index)
        return prepare(frame), label


def compute_features(
    encoder: nn.Module,
    maker: FrameMaker,
    file: FeatureFile,
    n_samples: int,
    *,
    batch_size: int,
    device: torch.device,
    n_workers: int,
) -> Iterator[int]:
    """Fill a file up to `n_samples`, from where it ends.

    Args:
        encoder: Frozen, on `device`; gives N x 2048 features of N x 3 x 224 x 224 pictures.
        maker: Makes the samples.
        file: Takes the features.
        n_samples: Samples that it shall hold.
        batch_size: Samples that the encoder sees at once.
        device: Where it works.
        n_workers: Processes that make samples; 0 makes them here.

    Yields:
        How many samples the file holds, after each batch.
    """
    loader = DataLoader(
        _Pictures(maker),
        batch_size=batch_size,
        sampler=range(file.n_rows, n_samples),
        num_workers=n_workers,
        worker_init_fn=_start_worker,
        # A fork would copy the locks of the threads that torch already runs.
        multiprocessing_context="spawn" if n_workers else None,
    )
    for pictures, labels in loader:
        with torch.inference_mode():
            features = cast("Tensor", encoder(pictures.to(device)))
        file.append(features, labels)
        yield file.n_rows


def _start_worker(_worker: int) -> None:
    cv2.setNumThreads(0)
