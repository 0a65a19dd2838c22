"""Batches, made here or by worker processes."""

from pathlib import Path

import pytest
import torch

from training.datasets import FrameSet
from training.distortions import Frame
from training.loading import load_batches
from training.samples import VIEW_SIZES, SampleMaker

pytestmark = pytest.mark.integration


def test_batches_are_the_same_however_many_workers_make_them(scene: Frame) -> None:
    maker = SampleMaker([FrameSet("scene", (Path("x"),), (scene,))], seed=0, batch_size=3)
    here = list(load_batches(maker, first=6, n_batches=2, batch_size=3, n_workers=0))
    there = list(load_batches(maker, first=6, n_batches=2, batch_size=3, n_workers=1))
    assert len(here) == len(there) == 2
    for batch, other in zip(here, there, strict=True):
        assert batch.crops.shape[:2] == (3, 1)
        assert tuple(batch.crops.shape[2:]) in VIEW_SIZES
        assert batch.crops.dtype == torch.uint8
        assert batch.severity.dtype == batch.clean_probability.dtype == torch.float32
        assert all(torch.equal(ours, theirs) for ours, theirs in zip(batch, other, strict=True))
    assert torch.equal(here[0].crops[0, 0], torch.from_numpy(maker.make(6).crop))
