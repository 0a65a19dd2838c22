"""The ancestor's interface: its README word for word, and what it says of wrong use."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import flir_iqa
from flir_iqa import FLIQE, OnlineFLIQE
from flir_iqa.errors import FlirIqaError, ImageError, ModelError, SessionError
from tests.flir_iqa.conftest import SAMPLES
from tests.flir_iqa.model_files import make_model

Image = NDArray[np.uint8]

ANCESTOR_README = [
    """
from flir_iqa import FLIQE

fliqe = FLIQE(
    quality_model_path='models/encoder_with_binary_head.pth'
)
quality_score = fliqe.estimate_image_quality(image)
print("Image quality score:", quality_score)
""",
    """
from flir_iqa import OnlineFLIQE

online_fliqe = OnlineFLIQE(
    quality_model_path='models/encoder_with_binary_head.pth',
    smoothing_window_size=300
)
online_fliqe.create_session('testing_video')
quality_score = online_fliqe.estimate_smoothed_quality(image, session_id='testing_video')
print("Smoothed image quality score:", quality_score)
""",
]
"""Both programs of FLIQE's README; `test_checkpoints` runs one with a checkpoint, here they get a model file."""


def level(quality: float) -> Image:
    """A frame that the model `tiny` gives this quality."""
    return np.full((40, 40), round(255 * quality), np.uint8)


@pytest.fixture
def online(tmp_path: Path) -> OnlineFLIQE:
    """Smooths over three frames; the quality of a frame is its mean brightness."""
    return OnlineFLIQE(make_model(tmp_path / "tiny.onnx"), 3, threads=1)


@pytest.mark.parametrize("program", ANCESTOR_README)
def test_the_ancestors_readme_runs_word_for_word(
    program: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    program = program.replace("encoder_with_binary_head.pth", "ours.onnx")
    (tmp_path / "models" / "ours.onnx").symlink_to(flir_iqa.model_file.SHIPPED_MODEL)
    names: dict[str, object] = {"image": cv2.imread(str(SAMPLES / "park.jpg"))}
    exec(program, names)  # noqa: S102 - the program above
    score = names["quality_score"]
    assert isinstance(score, float)
    assert 0.5 <= score <= 1
    assert capsys.readouterr().out.rstrip().endswith(f"mage quality score: {score}")


def test_the_shipped_model_is_the_default(fliqe: FLIQE, grey: Image) -> None:
    assessment = fliqe.assess(grey)
    assert fliqe.estimate_image_quality(grey) == assessment.quality
    assert fliqe.model.name == "lite"


def test_the_path_may_be_text_or_path_and_comes_first(tmp_path: Path) -> None:
    path = make_model(tmp_path / "tiny.onnx")
    assert FLIQE(str(path)).model == FLIQE(path).model == FLIQE(quality_model_path=path).model


def test_a_missing_model_is_named() -> None:
    with pytest.raises(ModelError, match=r"nowhere\.onnx"):
        FLIQE("nowhere.onnx")


def test_an_image_that_is_none_is_refused(fliqe: FLIQE) -> None:
    with pytest.raises(ImageError, match=r"cv2\.imread"):
        fliqe.estimate_image_quality(cv2.imread("nowhere.jpg"))  # type: ignore[arg-type]  # the point of the test


def test_the_smoothed_quality_is_the_mean_of_the_last_frames(online: OnlineFLIQE) -> None:
    online.create_session("gate")
    smoothed = [online.estimate_smoothed_quality(level(quality), "gate") for quality in (0.0, 0.2, 0.4, 0.6)]
    assert smoothed == pytest.approx([0.0, 0.1, 0.2, 0.4])
    assert online.get_smoothed_quality("gate") == smoothed[-1]
    assert online.get_raw_quality("gate") == pytest.approx(0.6)


def test_sessions_know_nothing_of_each_other(online: OnlineFLIQE) -> None:
    online.create_session("gate")
    online.create_session("kiln")
    online.estimate_smoothed_quality(level(1.0), session_id="gate")
    online.estimate_smoothed_quality(level(0.0), session_id="kiln")
    assert online.get_smoothed_quality("gate") == 1.0
    assert online.get_smoothed_quality("kiln") == 0.0


def test_no_score_yet_is_none(online: OnlineFLIQE) -> None:
    online.create_session("gate")
    assert online.get_smoothed_quality("gate") is None
    assert online.get_raw_quality("gate") is None


def test_a_session_that_is_created_again_begins_anew(online: OnlineFLIQE) -> None:
    online.create_session("gate")
    online.estimate_smoothed_quality(level(0.0), "gate")
    online.create_session("gate")
    assert online.get_smoothed_quality("gate") is None
    assert online.estimate_smoothed_quality(level(1.0), "gate") == 1.0


def test_an_unknown_session_is_named(online: OnlineFLIQE) -> None:
    with pytest.raises(SessionError, match="kiln"):
        online.estimate_smoothed_quality(level(1.0), "kiln")
    with pytest.raises(SessionError, match="kiln"):
        online.get_smoothed_quality("kiln")
    with pytest.raises(SessionError, match="kiln"):
        online.get_raw_quality("kiln")
    assert issubclass(SessionError, ValueError)
    assert issubclass(SessionError, FlirIqaError)


def test_a_removed_session_is_gone_and_may_be_removed_again(online: OnlineFLIQE) -> None:
    online.create_session("gate")
    online.remove_session("gate")
    online.remove_session("gate")
    with pytest.raises(SessionError):
        online.get_raw_quality("gate")


def test_a_bad_image_leaves_the_session_as_it_was(online: OnlineFLIQE) -> None:
    online.create_session("gate")
    online.estimate_smoothed_quality(level(0.6), "gate")
    with pytest.raises(ImageError):
        online.estimate_smoothed_quality(np.zeros((1, 1), np.uint8), "gate")
    assert online.get_smoothed_quality("gate") == online.get_raw_quality("gate") == pytest.approx(0.6)


def test_the_window_has_two_names_and_a_default(tmp_path: Path) -> None:
    path = make_model(tmp_path / "tiny.onnx")
    assert OnlineFLIQE(path).smoothing_window == 300
    assert OnlineFLIQE(path, smoothing_window_size=7).smoothing_window == 7
    assert OnlineFLIQE(path, smoothing_window=7).smoothing_window == 7
    assert OnlineFLIQE(path, smoothing_window_size=7, smoothing_window=7).smoothing_window == 7


def test_two_windows_that_differ_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="smoothing_window_size=7"):
        OnlineFLIQE(make_model(tmp_path / "tiny.onnx"), smoothing_window_size=7, smoothing_window=8)


@pytest.mark.parametrize("window", [0, -3])
def test_a_window_below_one_is_refused(window: int) -> None:
    with pytest.raises(ValueError, match=str(window)):
        OnlineFLIQE(smoothing_window_size=window)


def test_sessions_may_be_used_from_several_threads(online: OnlineFLIQE) -> None:
    cameras = [f"camera-{number}" for number in range(8)]

    def watch(camera: str) -> float:
        online.create_session(camera)
        value = int(camera[-1]) / 8
        return [online.estimate_smoothed_quality(level(value), camera) for _ in range(50)][-1]

    with ThreadPoolExecutor(8) as pool:
        smoothed = list(pool.map(watch, cameras))
    assert smoothed == pytest.approx([number / 8 for number in range(8)], abs=1 / 255)
