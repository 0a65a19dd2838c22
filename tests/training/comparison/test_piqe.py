"""PIQE, against the values of the package that has it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from training.comparison.piqe import piqe
from training.distortions.base import Frame

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.mark.parametrize(
    ("name", "clean", "blurred", "cut"),
    [
        ("aeroplane", 66.67619375475016, 94.81422201389171, 69.05183680139719),
        ("guardrail", 23.141672782029236, 86.89967053613717, 27.16345521306332),
    ],
)
def test_values_are_those_of_pypiqe(name: str, clean: float, blurred: float, cut: float) -> None:
    frame = np.asarray(cv2.imread(str(SAMPLES / f"{name}.jpg"), cv2.IMREAD_GRAYSCALE), np.uint8)
    assert piqe(frame) == pytest.approx([clean])
    assert piqe(np.asarray(cv2.GaussianBlur(frame, (11, 11), 0), np.uint8)) == pytest.approx([blurred])
    assert piqe(frame[3:-4, 5:-2]) == pytest.approx([cut])  # sides that are no multiples of a block


@pytest.mark.parametrize("level", [0, 7, 255])
def test_a_flat_frame_has_the_worst_score(level: int) -> None:
    frame: Frame = np.full((64, 48), level, np.uint8)
    assert piqe(frame).tolist() == [100]
