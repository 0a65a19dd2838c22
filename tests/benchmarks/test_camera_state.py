"""The benchmark of the flow's state."""

import json
from pathlib import Path

from click.testing import CliRunner

from benchmarks.camera_state import main


def test_it_says_the_bytes_first_and_forgets_what_is_idle(tmp_path: Path) -> None:
    out = tmp_path / "camera_state.json"
    arguments = ["--cameras", "3000", "--window", "20", "--most", "2000", "--json", str(out)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    figures = json.loads(out.read_text())
    assert f"a camera takes {figures['bytes_per_camera']:.0f} bytes of the flow's state" in result.output
    assert (figures["cameras"], figures["kept"], figures["kept_a_day_later"]) == (3000, 2000, 2000)
