"""Checkpoints that the tests of the exporter share."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from model_export.lite import build_lite_graph
from tests.training.fliqe.networks import random_network
from training.checkpoint import TrainedNetwork, save_network
from training.distortions import TRAINED_KINDS
from training.fliqe.network import Fliqe
from training.network import Lite


@pytest.fixture(scope="session")
def network() -> Lite:
    """A network of the shipped shape with random weights, scaled so that its answers differ from frame to frame."""
    torch.manual_seed(3)
    network = Lite(len(TRAINED_KINDS))
    network(torch.rand(8, 1, 96, 96))  # moves the BatchNorm statistics away from 0 and 1
    return network.eval()


@pytest.fixture(scope="session")
def checkpoint(network: Lite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint of that network."""
    path = tmp_path_factory.mktemp("runs") / "best.pt"
    save_network(path, TrainedNetwork(network, TRAINED_KINDS, "drawn scenes (8 frames)"))
    return path


@pytest.fixture(scope="session")
def graph(network: Lite) -> onnx.ModelProto:
    """The exported graph of that network, without metadata."""
    return build_lite_graph(network)


@pytest.fixture(scope="session")
def fliqe() -> Fliqe:
    """A network of the ancestor's architecture with random weights."""
    return random_network()


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator in the same state for each test."""
    return np.random.default_rng(7)
