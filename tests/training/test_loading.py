"""Batches, made here or by worker processes."""

from pathlib import Path

import torch

from training.datasets import FrameSet
from training.distortions import Frame
from training.loading import load_batches
from training.samples import CROP_HEIGHT, CROP_WIDTH, SampleMaker


def test_batches_are_the_same_however_many_workers_make_them(scene: Frame) -> None:
    maker = SampleMaker([FrameSet("scene", (Path("x"),), (scene,))], seed=0)
    here = list(load_batches(maker, first=6, n_batches=2, batch_size=3, n_workers=0))
    there = list(load_batches(maker, first=6, n_batches=2, batch_size=3, n_workers=1))
    assert len(here) == len(there) == 2
    for (crops, labels), (other_crops, other_labels) in zip(here, there, strict=True):
        assert crops.shape == (3, 1, CROP_HEIGHT, CROP_WIDTH)
        assert crops.dtype == torch.uint8
        assert torch.equal(crops, other_crops)
        assert torch.equal(labels, other_labels)
    assert torch.equal(here[0][0][0, 0], torch.from_numpy(maker.make(6).crop))
