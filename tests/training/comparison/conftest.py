"""Frames that the tests of the comparison share."""

from pathlib import Path

import numpy as np
import pytest

from training.datasets import FrameSet
from training.distortions.base import Frame
from training.synthetic_scene import draw_scene


@pytest.fixture(scope="session")
def scenes() -> list[Frame]:
    """Sixteen clean grey frames of 200 x 200."""
    return [draw_scene(200, 200, np.random.default_rng(seed)) for seed in range(16)]


@pytest.fixture(scope="session")
def frame_set(scenes: list[Frame]) -> FrameSet:
    """The same as a set."""
    return FrameSet("gate", tuple(Path(f"{index}.png") for index in range(len(scenes))), tuple(scenes))
