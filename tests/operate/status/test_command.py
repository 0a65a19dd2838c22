"""The state of a real control plane, at a glance."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from operate.api.client import ControlPlane
from operate.status.command import status, watch
from operate.status.drawing import draw
from operate.status.snapshot import Snapshot
from plumbing.cameras import CameraSettings
from sandbox.ports import free_port
from tests.control.serving import make_plane, served


def text_of(snapshot: Snapshot, most: int = 10) -> str:
    console = Console(width=160)
    with console.capture() as captured:
        console.print(draw(snapshot, most))
    return captured.get()


def test_the_greatest_trouble_is_shown_and_the_rest_is_counted() -> None:
    bad = {"smoothed_image_quality": 0.2, "distortion": "lens_blur"}
    views: list[Mapping[str, Any]] = [
        {"id": "good", "state": "live", "latest": {"smoothed_image_quality": 0.9, "distortion": "none"}},
        {"id": "bad", "state": "live", "latest": bad, "age_ms": 40.0},
        {"id": "away", "state": "waiting", "error": "connection refused"},
    ]
    facts = {"health": "degraded", "reasons": ["broker: down"], "children": {"dataflow": {"state": "running"}}}
    shown = text_of(Snapshot(facts, {"lag_frames": 12, "latency": {"p99_ms": 61.4}}, views), 2)
    assert shown.index("away") < shown.index("bad")
    assert "good" not in shown
    for words in ("1 without pictures, 1 distorted", "lag 12 frames", "p99 61 ms", "broker: down", "and 1 more"):
        assert words in shown


def test_an_empty_fleet_says_how_to_begin() -> None:
    assert "flir-iqa cameras add" in text_of(Snapshot({"health": "ok"}, {}, []))


@pytest.mark.integration
def test_the_state_is_shown_once_with_an_exit_code_and_as_json() -> None:
    with served(make_plane(cameras={"yard": CameraSettings(url="rtsp://192.0.2.7/stream")})) as client:
        url = str(client.base_url)
        done = CliRunner().invoke(status, ["--once", "--url", url])
        answer = json.loads(CliRunner().invoke(status, ["--json", "--url", url]).stdout)
    assert "yard" in done.stdout
    assert done.exit_code in (0, 1)
    assert [camera["id"] for camera in answer["cameras"]] == ["yard"]
    assert set(answer) == {"status", "summary", "cameras"}


def test_a_control_plane_that_is_away_is_said_and_waited_for() -> None:
    shown: list[str] = []
    with ControlPlane(f"http://127.0.0.1:{free_port()}") as plane:
        watch(plane, lambda: 5, lambda drawn, refresh: shown.append(str(drawn)), lambda: len(shown) == 2)
    assert all("waiting for it" in text for text in shown)
