"""The scorer: contract, properties and references on real frames, with the shipped model."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.errors import ImageError, ModelError
from flir_iqa.kinds import NONE
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from tests.flir_iqa.conftest import SAMPLES
from tests.flir_iqa.model_files import make_model

Image = NDArray[np.uint8]

ALL_SAMPLES = sorted(path.name for path in SAMPLES.glob("*.jpg"))


def read(name: str) -> Image:
    return decode_frame((SAMPLES / name).read_bytes())


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_clean_frames_are_clean(scorer: Scorer, name: str) -> None:
    assessment = scorer.assess(read(name))
    assert assessment.quality >= 0.5
    assert assessment.distortion == "none"


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_blurred_frames_are_blurred(scorer: Scorer, name: str) -> None:
    assessment = scorer.assess(np.asarray(cv2.GaussianBlur(read(name), (11, 11), 0), np.uint8))
    assert assessment.quality < 0.5
    assert assessment.distortion in ("lens_blur", "motion_blur")


@pytest.mark.parametrize("name", ["courtyard.jpg", "people.jpg", "playground.jpg"])
def test_bright_frames_at_two_and_a_half_times_the_exposure_are_overexposed(scorer: Scorer, name: str) -> None:
    assessment = scorer.assess(np.clip(read(name) * 2.5, 0, 255).astype(np.uint8))
    assert assessment.quality < 0.5
    assert assessment.distortion == "overexposure"


def test_more_blur_is_never_much_better(scorer: Scorer, grey: Image) -> None:
    qualities = [
        scorer.assess(np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), np.uint8)).quality
        for sigma in (0.3, 1, 2, 4, 8)
    ]
    assert all(after <= before + 0.05 for before, after in itertools.pairwise(qualities))
    assert qualities[0] - qualities[-1] > 0.5


@pytest.mark.parametrize(
    ("level", "names"),
    [
        pytest.param(0, {"blackout", "underexposure"}, id="black"),
        pytest.param(128, {"blackout"}, id="grey"),
        pytest.param(255, {"blackout", "overexposure"}, id="white"),
    ],
)
@pytest.mark.parametrize("shape", [(96, 128), (512, 640), (240, 320, 3)])
def test_a_picture_without_anything_in_it_is_of_no_use(
    scorer: Scorer, level: int, names: set[str], shape: tuple[int, ...]
) -> None:
    assessment = scorer.assess(np.full(shape, level, np.uint8))
    assert assessment.quality < 0.1
    assert assessment.distortion in names


@pytest.mark.parametrize("level", [0, 64, 128, 255])
@pytest.mark.parametrize("shape", [(32, 32), (33, 47), (64, 64)])
def test_a_tiny_picture_without_anything_in_it_is_of_no_use_whatever_it_is_called(
    scorer: Scorer, level: int, shape: tuple[int, int]
) -> None:
    assessment = scorer.assess(np.full(shape, level, np.uint8))
    assert assessment.quality < 0.1
    assert assessment.distortion != NONE


@pytest.mark.parametrize("shape", [(32, 32), (33, 47), (120, 161, 3), (512, 640), (1080, 1920, 3), (32, 2000)])
def test_the_contract_holds_for_any_size(scorer: Scorer, shape: tuple[int, ...]) -> None:
    assessment = scorer.assess(np.random.default_rng(0).integers(0, 256, shape, np.uint8))
    assert 0 <= assessment.quality <= 1
    assert type(assessment.quality) is float
    assert tuple(assessment.probabilities) == scorer.model.kinds
    assert sum(assessment.probabilities.values()) == pytest.approx(1, abs=1e-4)
    assert assessment.quality == pytest.approx(assessment.probabilities["none"])
    assert (assessment.distortion == "none") == (assessment.quality >= 0.5)
    assert assessment.embedding.shape == (128,)
    assert assessment.embedding.dtype == np.float32
    assert np.linalg.norm(assessment.embedding) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_grey_and_the_same_grey_as_bgr_score_alike(scorer: Scorer, name: str) -> None:
    image = read(name)
    three = np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)
    grey, one, bgr = (scorer.assess(picture) for picture in (image, image[:, :, np.newaxis], three))
    assert one.quality == grey.quality
    assert bgr.quality == pytest.approx(grey.quality, abs=1e-4)
    assert bgr.embedding == pytest.approx(grey.embedding, abs=1e-3)


def test_a_view_scores_as_its_copy_and_is_left_alone(scorer: Scorer, grey: Image) -> None:
    before = grey.copy()
    for view in (grey[::-1], grey[:, ::-1], grey.T, grey[100:300, 50:400], np.asfortranarray(grey)):
        assert scorer.assess(view).quality == scorer.assess(view.copy()).quality
    assert np.array_equal(grey, before)


def test_a_picture_that_may_not_be_written_to_is_scored(scorer: Scorer, grey: Image) -> None:
    expected = scorer.assess(grey).quality
    grey.flags.writeable = False
    assert scorer.assess(grey).quality == expected


def test_the_same_frame_scores_the_same_also_between_frames_of_other_sizes(scorer: Scorer, grey: Image) -> None:
    first = scorer.assess(grey)
    for height in range(40, 400, 60):
        scorer.assess(grey[:height])
    again = scorer.assess(grey)
    assert again.quality == first.quality
    assert np.array_equal(again.embedding, first.embedding)


def test_an_assessment_outlives_the_next_frame(scorer: Scorer, grey: Image) -> None:
    assessment = scorer.assess(grey)
    embedding = assessment.embedding.copy()
    scorer.assess(np.zeros_like(grey))
    assert np.array_equal(assessment.embedding, embedding)


def test_one_scorer_serves_many_threads(scorer: Scorer) -> None:
    images = [read(name) for name in ALL_SAMPLES]
    alone = [scorer.assess(image).quality for image in images]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda image: scorer.assess(image).quality, images * 5))
    assert together == alone * 5


def test_the_graph_takes_what_the_contract_says_without_us(grey: Image, scorer: Scorer) -> None:
    session = onnxruntime.InferenceSession(str(SHIPPED_MODEL), providers=["CPUExecutionProvider"])
    quality, _, embedding = session.run(["quality", "distortion", "embedding"], {"frame": grey[None, :, :, None]})
    assessment = scorer.assess(grey)
    assert assessment.quality == pytest.approx(float(quality[0]), abs=1e-5)
    assert assessment.embedding == pytest.approx(embedding[0], abs=1e-4)


def test_what_is_no_picture_is_refused(scorer: Scorer) -> None:
    with pytest.raises(ImageError, match="1 x 1"):
        scorer.assess(np.zeros((1, 1), np.uint8))


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_begin_at_one(threads: int) -> None:
    with pytest.raises(ValueError, match=str(threads)):
        Scorer(threads=threads)


def test_another_model_is_used_as_it_says(tmp_path: Path) -> None:
    outputs = ("quality", "distortion", "embedding", "severity")
    scorer = Scorer(make_model(tmp_path / "m.onnx", outputs=outputs), threads=1)
    assessment = scorer.assess(np.full((40, 40), 51, np.uint8))
    assert assessment.quality == pytest.approx(0.2)
    assert assessment.severity == pytest.approx(0.2)
    assert assessment.distortion == "underexposure"
    assert assessment.distortion_probability == pytest.approx(0.8)


def test_a_model_that_gives_no_number_gives_no_score(tmp_path: Path) -> None:
    scorer = Scorer(make_model(tmp_path / "m.onnx", quality="Pow"), threads=1)
    with pytest.raises(ModelError, match="finite"):
        scorer.assess(np.full((40, 40), 51, np.uint8))
