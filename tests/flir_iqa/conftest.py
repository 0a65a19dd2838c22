"""What the tests of the library share: real frames, and the shipped model loaded once."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from flir_iqa import FLIQE
from flir_iqa.scorer import Scorer

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Folder of twelve real thermal frames."""
    return SAMPLES


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """The shipped model."""
    return Scorer(threads=1)


@pytest.fixture(scope="session")
def fliqe() -> FLIQE:
    """The shipped model behind the ancestor's interface."""
    return FLIQE(threads=1)


@pytest.fixture
def grey() -> NDArray[np.uint8]:
    """A clean thermal frame of 512 x 640."""
    return np.asarray(cv2.imread(str(SAMPLES / "park.jpg"), cv2.IMREAD_GRAYSCALE), np.uint8)


@pytest.fixture
def colour(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same frame in a palette, BGR."""
    return np.asarray(cv2.applyColorMap(grey, cv2.COLORMAP_INFERNO), np.uint8)
