"""From a checkpoint to a model file and its manifest, by the library and by the command."""

import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
import torch
from click.testing import CliRunner

from flir_iqa.errors import ModelError
from flir_iqa.scorer import Scorer
from model_export.cli import export
from model_export.export import export_checkpoint
from tests.training.fliqe.networks import sample_frames
from training.distortions import TRAINED_KINDS
from training.fliqe.network import Fliqe
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration


def run_module(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run `python -m model_export` as the library does."""
    command = [sys.executable, "-m", "model_export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)


def test_the_manifest_describes_the_file(checkpoint: Path, tmp_path: Path) -> None:
    out = tmp_path / "lite.onnx"
    parity = export_checkpoint(checkpoint, out, name="lite", version="1.2", licence="MIT")
    manifest = json.loads((tmp_path / "lite.onnx.json").read_text())
    assert manifest["file"] == "lite.onnx"
    assert manifest["size_bytes"] == out.stat().st_size
    assert manifest["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert manifest["metadata"]["flir_iqa.version"] == "1.2"
    assert manifest["metadata"]["flir_iqa.training_data"] == "drawn scenes (8 frames)"
    assert manifest["parity"]["n_frames"] == parity.n_frames
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lite.onnx", "lite.onnx.json"]


def test_a_folder_that_is_not_there_is_said_before_the_work(checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"expected a folder at .*gone"):
        export_checkpoint(checkpoint, tmp_path / "gone" / "x.onnx", name="lite", version="1", licence="MIT")


def test_the_command_compares_on_the_users_frames_and_says_so(checkpoint: Path, tmp_path: Path) -> None:
    frames = tmp_path / "frames"
    frames.mkdir()
    cv2.imwrite(str(frames / "a.png"), draw_scene(90, 120, np.random.default_rng(0)))
    out = tmp_path / "gate.onnx"
    arguments = [
        str(checkpoint),
        "--out",
        str(out),
        "--name",
        "gate",
        "--training-data",
        "a gate",
        "--frames",
        str(frames),
    ]
    result = CliRunner().invoke(export, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "from the checkpoint on 26 frames" in result.output
    session = onnxruntime.InferenceSession(out, providers=["CPUExecutionProvider"])
    found = session.get_modelmeta().custom_metadata_map
    assert (found["flir_iqa.name"], found["flir_iqa.training_data"]) == ("gate", "a gate")
    assert json.loads(found["flir_iqa.kinds"]) == list(TRAINED_KINDS)


def test_the_module_exports_as_a_child_process_of_the_library(checkpoint: Path, tmp_path: Path) -> None:
    result = run_module(checkpoint, "--out", tmp_path / "cached.onnx")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "cached.onnx").exists()


class Malice:
    """An object whose unpickling would make a folder."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("malice_was_here",)


def test_the_module_refuses_a_pickle_with_code_in_one_line(tmp_path: Path) -> None:
    evil = tmp_path / "evil.pth"
    evil.write_bytes(pickle.dumps({"weights": Malice()}, protocol=2))
    result = run_module(evil, "--out", tmp_path / "x.onnx")
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "evil.pth" in result.stderr
    assert "could run code" in result.stderr
    assert not (tmp_path / "x.onnx").exists()


@pytest.fixture(scope="module")
def fliqe_checkpoint(fliqe: Fliqe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as the ancestor releases one: the weights alone."""
    path = tmp_path_factory.mktemp("runs") / "encoder_with_binary_head.pth"
    torch.save(fliqe.state_dict(), path)
    return path


def test_the_ancestors_checkpoint_becomes_a_model_that_scores(fliqe_checkpoint: Path, tmp_path: Path) -> None:
    out = tmp_path / "fliqe.onnx"
    result = CliRunner().invoke(export, [str(fliqe_checkpoint), "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0
    scorer = Scorer(out, threads=1)
    assert scorer.model.kinds == ("distorted",)
    assert scorer.model.name == "fliqe-resnet50"
    assert scorer.model.version == hashlib.sha256(fliqe_checkpoint.read_bytes()).hexdigest()[:8]
    assessment = scorer.assess(sample_frames()[0])
    assert assessment.probabilities["distorted"] == pytest.approx(1 - assessment.quality, abs=1e-6)
    manifest = json.loads((tmp_path / "fliqe.onnx.json").read_text())
    assert manifest["metadata"]["flir_iqa.training_data"] == "not stated in the checkpoint"
    assert manifest["metadata"]["flir_iqa.licence"] == "NOASSERTION"
    assert manifest["parity"]["against"] == "the network in torch, frames resized by Pillow"
    assert manifest["parity"]["p99_quality_difference"] < 1e-3


def test_an_encoder_alone_becomes_an_embedding_file_that_is_refused_for_scoring(fliqe: Fliqe, tmp_path: Path) -> None:
    checkpoint, out = tmp_path / "resnet50_128_out.pth", tmp_path / "encoder.onnx"
    torch.save({"model_state_dict": fliqe.iqa_encoder.state_dict()}, checkpoint)
    parity = export_checkpoint(checkpoint, out)
    assert (parity.outputs, parity.p99_quality_difference) == (("embedding",), None)
    with pytest.raises(ModelError, match="encoder alone gives embeddings, no scores"):
        Scorer(out)
    session = onnxruntime.InferenceSession(out, providers=["CPUExecutionProvider"])
    (embedding,) = session.run(None, {"frame": sample_frames()[0][np.newaxis]})
    assert np.linalg.norm(embedding[0]) == pytest.approx(1, abs=1e-5)
    assert session.get_modelmeta().custom_metadata_map["flir_iqa.kinds"] == "[]"


def test_a_damaged_checkpoint_of_the_ancestor_names_what_it_lacks(fliqe: Fliqe, tmp_path: Path) -> None:
    weights = fliqe.state_dict()
    weights["classifier.9.bias"] = weights.pop("classifier.6.bias")
    torch.save(weights, tmp_path / "fliqe.pth")
    with pytest.raises(ModelError, match=r"missing \['classifier.6.bias'\], extra \['classifier.9.bias'\]"):
        export_checkpoint(tmp_path / "fliqe.pth", tmp_path / "x.onnx")


def test_help_shows_examples() -> None:
    assert "flir-iqa export runs/lite/best.pt --out lite.onnx" in CliRunner().invoke(export, ["--help"]).output
