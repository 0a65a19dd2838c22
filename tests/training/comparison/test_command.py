"""`flir-iqa baselines`, from the shipped model and sample frames to tables, JSON and a figure."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flir_iqa.model_file import SHIPPED_MODEL
from training.comparison.command import baselines
from training.comparison.measures import MEASURES

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parents[3] / "samples"


def test_samples_are_compared(tmp_path: Path) -> None:
    out = ["--json", str(tmp_path / "comparison.json"), "--figure", str(tmp_path / "comparison.png")]
    arguments = [str(SHIPPED_MODEL), str(SAMPLES), "--train", str(SAMPLES), "--max-frames", "6", *out]
    result = CliRunner().invoke(baselines, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "comparison.json").read_text())
    assert [row["measure"] for row in document["rows"]][1:] == [each.name for each in MEASURES]
    assert document["rows"][0]["figures"]["n_scored"] == 6
    assert document["fitted_on"] == [{"data_set": "samples", "n_frames": 12}]
    assert (tmp_path / "comparison.png").read_bytes().startswith(b"\x89PNG")
    for words in ("as published", "BRISQUE", "NIQE", "PIQE"):
        assert words in result.stdout


def test_help_shows_examples() -> None:
    output = CliRunner().invoke(baselines, ["--help"]).output
    assert "Examples:" in output
    assert "flir-iqa baselines" in output
