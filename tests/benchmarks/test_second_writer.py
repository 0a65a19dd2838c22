"""The benchmark of two writers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.second_writer import main

pytestmark = pytest.mark.integration


def test_it_counts_what_two_writers_double_and_that_nothing_is_lost(tmp_path: Path) -> None:
    out = tmp_path / "second_writer.json"
    arguments = ["--rounds", "1", "--fps", "30", "--case", "silent", "--json", str(out)]
    CliRunner().invoke(main, arguments, catch_exceptions=False)
    (found,) = json.loads(out.read_text())
    assert found["frames"] > 0
    assert found["lost"] == 0
    assert found["doubled"] <= 3  # the first frame of each partition
