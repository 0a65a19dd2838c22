"""The benchmark of the model against the ancestor's network."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.model_speed import main

pytestmark = pytest.mark.integration


def test_it_times_both_and_says_the_ratio_first(tmp_path: Path) -> None:
    out = tmp_path / "speed.json"
    result = CliRunner().invoke(main, ["--rounds", "3", "--json", str(out)], catch_exceptions=False)
    figures = json.loads(out.read_text())
    assert result.output.startswith(f"lite {figures['models'][0]['model'].split()[1]} is {figures['ratio']:.1f} times")
    assert figures["models"][1]["model"] == "fliqe-resnet50 random"
    assert figures["ratio"] == pytest.approx(figures["models"][1]["best_ms"] / figures["models"][0]["best_ms"])
    assert all(0 < each["best_ms"] <= each["median_ms"] for each in figures["models"])
