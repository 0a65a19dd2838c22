"""`flir-iqa golden` and `flir-iqa shadow` over a recording, as a user types them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.dataflow.running import CHECKOUT
from tests.flir_iqa.model_files import make_model

pytestmark = pytest.mark.integration

RECORDING = CHECKOUT / "samples" / "golden" / "samples.mcap"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from flir_iqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return Path(shutil.copy(RECORDING, tmp_path / "night.mcap"))


def test_what_was_made_holds_until_the_model_changes(recording: Path, tmp_path: Path) -> None:
    made = run("golden", "make", recording)
    assert made.returncode == 0, made.stderr
    assert "night.golden.json: 22 frames, 2 rejected, scored by" in made.stdout

    held = run("golden", "check", recording)
    assert held.returncode == 0, held.stderr
    assert "none of 24 frames moved by more than 0.0001" in held.stdout

    junit, plot = tmp_path / "golden.xml", tmp_path / "moved.png"
    model = make_model(tmp_path / "tiny.onnx")
    moved = run("golden", "check", recording, "--model", model, "--junit", junit, "--plot", plot, "--worst", "3")
    assert moved.returncode == 1
    assert "22 of 24 frames of 4 of 4 cameras moved" in moved.stdout
    assert "checked with tiny 7" in moved.stdout
    assert ET.parse(junit).getroot().get("failures") == "4"  # noqa: S314 - written by us
    assert plot.stat().st_size > 1000


def test_a_recording_without_a_golden_file_says_how_to_make_it(recording: Path) -> None:
    ran = run("golden", "check", recording)
    assert ran.returncode == 1
    assert "make it by `flir-iqa golden make`" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_shadow_run_over_a_recording_gives_the_drift_report(recording: Path, tmp_path: Path) -> None:
    model = make_model(tmp_path / "tiny.onnx")
    ran = run("shadow", recording, "--model", model, "--json", "--max-flips", "0")
    assert ran.returncode == 3, ran.stderr
    report = json.loads(ran.stdout)
    assert report["overall"]["n_frames"] == 22
    assert sorted(report["cameras"]) == ["crossroads", "hangar", "harbour", "park"]
    assert [each["source"] for each in report["unreadable"]] == ["thermal-frames-2-1", "thermal-frames-2-7"]


def test_a_shadow_run_needs_frames_and_at_most_two_models(recording: Path) -> None:
    neither = run("shadow", "--model", "a.onnx")
    three = run("shadow", recording, "--model", "a", "--model", "b", "--model", "c")
    assert (neither.returncode, three.returncode) == (2, 2)
    assert "neither a RECORDING nor --topic" in neither.stderr
    assert "got 3 models" in three.stderr
