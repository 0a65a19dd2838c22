"""The benchmark of the recording."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.record import main

pytestmark = pytest.mark.integration


def test_it_says_the_ratios_first_and_whence_they_come(tmp_path: Path) -> None:
    out = tmp_path / "record.json"
    arguments = ["--frames", "240", "--rounds", "1", "--json", str(out)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    figures = json.loads(out.read_text(encoding="utf-8"))
    seconds = {name: cost["clock_s"] for name, cost in figures["seconds"].items()}
    first, second, *rest = result.stdout.splitlines()
    assert first.startswith("record, zstd: ")
    assert second.startswith("record, no compression: ")
    assert f"{seconds['a plain loop'] / seconds['record, zstd']:.2f} of the throughput of a plain loop" in first
    assert figures["history"]["n_frames"] == 240
    assert figures["machine"] in rest[-1]
    assert ("kcat -C" in seconds) == (shutil.which("kcat") is not None)
    assert ("kcat is not installed: not compared" in rest) == ("kcat -C" not in seconds)
