"""Cameras as resources the whole way: a real camera, the real producer and dataflow, a control plane that is killed."""

import os
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.camera import RtspCamera
from sandbox.waiting import wait_until
from tests.control.serving import control_process
from tests.producers.test_production import has_ended

pytestmark = pytest.mark.integration


def states(client: httpx.Client) -> dict[str, tuple[str, bool]]:
    """Return how each camera is, and whether it was scored."""
    found: list[dict[str, Any]] = client.get("/v1/cameras").json()
    return {one["id"]: (one["state"], one["latest"] is not None) for one in found}


def pids(client: httpx.Client) -> list[int]:
    return [child["pid"] for child in client.get("/status").json()["children"].values()]


def test_cameras_made_over_rest_are_scored_and_come_back_after_kill_9(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera, tmp_path: Path
) -> None:
    settings = {
        "kafka": kafka.model_dump(exclude_none=True),
        "topics": topics.model_dump(),
        "serve": {"state_folder": str(tmp_path)},
    }
    with control_process(settings, "control") as (process, client):
        assert client.put("/v1/cameras/gate", json={"url": camera.url}).status_code == 201
        wait_until(lambda: states(client) == {"gate": ("live", True)}, 180, "the first is scored")
        children = pids(client)
        client.put("/v1/cameras/yard", json={"url": camera.url})
        wait_until(lambda: states(client)["yard"] == ("live", True), 180, "the second is scored")
        client.post("/v1/cameras/yard/pause")
        wait_until(lambda: states(client)["yard"][0] == "stopped", 60, "the second is paused")
        gate = client.get("/v1/cameras/gate").json()
        assert (gate["state"], gate["reconnects"], pids(client)) == ("live", 0, children), "the first has not noticed"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
    with control_process(settings, "control") as (process, client):
        assert all(map(has_ended, children)), "no orphan"
        wait_until(lambda: states(client)["gate"][0] == "live", 180, "the first is live again")
        assert states(client)["yard"][0] == "stopped"
        process.terminate()
        assert process.wait(60) == 0
