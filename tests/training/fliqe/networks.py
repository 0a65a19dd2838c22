"""Networks of the ancestor's true architecture with random weights, whose answers differ from frame to frame."""

from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from training.distortions import Frame
from training.fliqe.checkpoint import TrainedFliqe, save_fliqe
from training.fliqe.network import Fliqe
from training.fliqe.preprocessing import prepare

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def sample_frames() -> list[Frame]:
    """Twelve real thermal frames, as OpenCV reads them."""
    return [np.asarray(cv2.imread(str(path)), np.uint8) for path in sorted(SAMPLES.glob("*.jpg"))]


def random_network() -> Fliqe:
    """Give a network whose BatchNorm statistics come from frames, so that none of them could be left out unnoticed."""
    torch.manual_seed(3)
    network = Fliqe()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            module.momentum = None  # the plain mean
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    pictures = torch.stack([prepare(frame) for frame in sample_frames()[:8]])
    with torch.no_grad():
        network.train()(pictures)
        last = network.classifier[-1]
        assert isinstance(last, nn.Linear)
        last.weight *= 4  # else each quality is close to 0.5
    return network.eval()


def write_random_checkpoint(path: Path) -> Path:
    """Write such a network as the recipe `fliqe` does."""
    save_fliqe(path, TrainedFliqe(random_network(), "nothing: random weights"))
    return path
