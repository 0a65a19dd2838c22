"""The model file that ships: what its card promises, on the sample frames and on frames that show nothing."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import NONE
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from training.datasets import load_frame_set, to_colour
from training.distortions import TRAINED_KINDS
from training.evaluation.detection import evaluate
from training.model_score import score_with_model

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """The shipped model."""
    return Scorer()


def test_the_manifest_is_of_this_file() -> None:
    manifest = json.loads(SHIPPED_MODEL.with_name("lite.onnx.json").read_text())
    assert manifest["sha256"] == hashlib.sha256(SHIPPED_MODEL.read_bytes()).hexdigest()
    assert SHIPPED_MODEL.with_name("README.md").exists()


def test_the_file_is_small_and_knows_the_trained_kinds(scorer: Scorer) -> None:
    assert SHIPPED_MODEL.stat().st_size < 2_000_000
    assert scorer.model.kinds == TRAINED_KINDS
    assert scorer.model.name == "lite"


def test_distortions_of_the_sample_frames_are_found() -> None:
    result = evaluate(load_frame_set(SAMPLES), score_with_model(SHIPPED_MODEL), repeats=4)
    assert result.accuracy >= 0.93
    assert result.auc is not None
    assert result.auc >= 0.97
    assert result.top1 >= 0.9


@pytest.mark.parametrize("size", [(32, 32), (120, 160), (512, 640)])
@pytest.mark.parametrize("level", [0, 64, 128, 255])
def test_frames_that_show_nothing_are_not_clean(level: int, size: tuple[int, int], scorer: Scorer) -> None:
    assessment = scorer.assess(np.full(size, level, np.uint8))
    assert assessment.quality < 0.5
    assert assessment.distortion != NONE


def test_a_grey_frame_and_the_same_in_colour_score_alike(scorer: Scorer) -> None:
    for frame in load_frame_set(SAMPLES).frames:
        if frame.ndim == 2:
            assert scorer.assess(frame).quality == pytest.approx(scorer.assess(to_colour(frame)).quality, abs=1e-4)
