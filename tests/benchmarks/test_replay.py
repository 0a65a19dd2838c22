"""The benchmark of the replay."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.replay import main

pytestmark = pytest.mark.integration


def test_it_says_the_ratios_first_and_whence_they_come(tmp_path: Path) -> None:
    out = tmp_path / "replay.json"
    arguments = ["--frames", "100", "--frame-kb", "5", "--rounds", "1", "--seconds", "5", "--json", str(out)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    figures = json.loads(out.read_text(encoding="utf-8"))
    ratio = figures["speed"]["player"] / figures["speed"]["plain_loop"]
    first, second, *_ = result.output.splitlines()
    assert first.startswith(f"rate max: {ratio:.2f} of a plain loop's speed")
    assert second.startswith("rate 1: ")
    assert figures["player"]["n_frames"] == 500
    assert 0 <= figures["bare_loop"]["share_in_time"] <= 1
