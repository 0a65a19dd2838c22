"""The wheel: the library alone, usable beside anything."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, timeout=280)
    (found,) = folder.glob("*.whl")
    return found


def run(wheel: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the unpacked wheel before everything else on the path, away from the checkout."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_holds_the_library_and_the_model_and_no_other_room(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"flir_iqa"}
    assert "flir_iqa/models/lite.onnx" in names
    assert "flir_iqa/py.typed" in names


def test_the_ancestors_first_lines_work_from_it(wheel: Path, tmp_path: Path) -> None:
    program = (
        "import json, sys, cv2, flir_iqa; from flir_iqa import FLIQE; image = cv2.imread(sys.argv[1]);"
        "print(json.dumps([flir_iqa.__file__, FLIQE().estimate_image_quality(image)]))"
    )
    outcome = run(wheel, tmp_path, "-c", program, str(ROOT / "samples" / "park.jpg"))
    assert outcome.returncode == 0, outcome.stderr
    origin, quality = json.loads(outcome.stdout)
    assert Path(origin).is_relative_to(tmp_path)
    assert 0.5 <= quality <= 1.0


def test_its_command_line_offers_score_and_says_where_the_rest_is(wheel: Path, tmp_path: Path) -> None:
    main = "from flir_iqa.cli import main; main()"
    text = run(wheel, tmp_path, "-c", main, "--help").stdout
    assert "score" in text
    assert "produce" not in text
    refused = run(wheel, tmp_path, "-c", main, "flow")
    assert refused.returncode == 2
    assert "this is the library alone" in refused.stderr
