"""The benchmark of the flow over a recording."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.file_flow import main
from tests.dataflow.running import CHECKOUT

pytestmark = pytest.mark.integration


def test_it_says_the_ratio_first_and_times_all_three(tmp_path: Path) -> None:
    out = tmp_path / "file_flow.json"
    recording = str(CHECKOUT / "samples" / "golden" / "samples.mcap")
    arguments = ["--recording", recording, "--rounds", "1", "--json", str(out)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    figures = json.loads(out.read_text())
    assert result.output.startswith(f"the flow over a recording reaches {figures['ratio']:.0%} of the ceiling")
    assert [len(each) for each in figures["frames_per_s"].values()] == [1, 1, 1]
    assert all(min(rates) > 0 for (rates,) in figures["frames_per_s"].values())
