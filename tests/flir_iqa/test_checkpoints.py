"""A checkpoint in place of a model file: exported once by a real child process, and refused in clear words."""

import os
from pathlib import Path

import cv2
import pytest
import torch

from flir_iqa import FLIQE
from flir_iqa.checkpoints import exported
from flir_iqa.errors import ModelError
from tests.flir_iqa.conftest import SAMPLES
from tests.training.fliqe.networks import random_network, sample_frames
from training.checkpoint import TrainedNetwork, save_network
from training.distortions import TRAINED_KINDS
from training.fliqe.preprocessing import prepare
from training.network import Lite

pytestmark = pytest.mark.integration


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of exported files, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "flir-iqa"


def make_checkpoint(path: Path) -> Path:
    """Write a checkpoint with random weights, as `flir-iqa train` writes one."""
    path.parent.mkdir(exist_ok=True)
    torch.manual_seed(3)
    save_network(path, TrainedNetwork(Lite(len(TRAINED_KINDS)).eval(), TRAINED_KINDS, "nothing"))
    return path


def test_the_ancestors_readme_runs_word_for_word_and_exports_once(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    checkpoint = make_checkpoint(tmp_path / "models" / "encoder_with_binary_head.pth")
    image = cv2.imread(str(SAMPLES / "park.jpg"))
    assert image is not None

    fliqe = FLIQE(
        quality_model_path='models/encoder_with_binary_head.pth'
    )  # fmt: skip
    quality_score = fliqe.estimate_image_quality(image)

    assert 0 <= quality_score <= 1
    (model,) = cache.iterdir()
    assert cache.stat().st_mode & 0o777 == 0o700, "what lies there is loaded as a model"
    exported_at = model.stat().st_mtime_ns
    elsewhere = tmp_path / "renamed.pt"
    elsewhere.write_bytes(checkpoint.read_bytes())
    assert exported(elsewhere) == model
    assert model.stat().st_mtime_ns == exported_at
    assert FLIQE(elsewhere).estimate_image_quality(image) == pytest.approx(quality_score, abs=1e-6)


def test_the_ancestors_own_checkpoint_scores_as_its_network_does(cache: Path, tmp_path: Path) -> None:
    network, image = random_network(), sample_frames()[0]
    path = tmp_path / "encoder_with_binary_head.pth"
    torch.save(network.state_dict(), path)
    fliqe = FLIQE(path, threads=1)
    with torch.inference_mode():
        expected = float(network(prepare(image)[None]).quality)
    assert fliqe.estimate_image_quality(image) == pytest.approx(expected, abs=1e-3)
    assert fliqe.model.kinds == ("distorted",)
    assert len(list(cache.iterdir())) == 1


def test_a_missing_checkpoint_is_named(cache: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.pth"):
        FLIQE("nowhere.pth")
    assert not cache.exists()


def test_a_file_that_is_no_checkpoint_is_refused_in_the_exporters_words(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.pth"
    path.write_bytes(b"no checkpoint")
    with pytest.raises(ModelError, match=r"cannot export.*broken\.pth") as caught:
        FLIQE(path)
    assert "Traceback" not in str(caught.value)
    assert list(cache.iterdir()) == []


def test_without_the_exporter_the_way_out_is_told(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_checkpoint(tmp_path / "best.pt")
    monkeypatch.setattr("flir_iqa.checkpoints.EXPORTER", ("no_such_exporter",))
    with pytest.raises(ModelError, match=r"no_such_exporter.*flir-iqa export"):
        FLIQE(path)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(tmp_path / "file"))
    with pytest.raises(ModelError, match="XDG_CACHE_HOME"):
        FLIQE(make_checkpoint(tmp_path / "best.pt"))
