"""Frames that the tests of training share."""

import numpy as np
import pytest
import torch

from training.datasets import to_colour
from training.distortions import Frame
from training.synthetic_scene import draw_scene


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Keep torch to one thread: tiny networks gain nothing by two, and on a busy machine wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator in the same state for each test."""
    return np.random.default_rng(7)


@pytest.fixture
def scene() -> Frame:
    """A clean grey frame of 120 x 160."""
    return draw_scene(120, 160, np.random.default_rng(1))


@pytest.fixture
def colour_scene(scene: Frame) -> Frame:
    """The same frame as BGR."""
    return to_colour(scene)
