"""What runs follows what is wanted: with a real Kafka, and real children that speak the protocol."""

import os
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from plumbing.cameras import CameraSettings
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until
from tests.control.serving import control_process, make_plane, served
from tests.control.test_supervisor import is_alive
from tests.producers.test_production import has_ended

pytestmark = pytest.mark.integration

URL = {"url": "rtsp://192.0.2.7/stream"}
FOLLOWING = {"produce": {"behaviour": "follows"}}


def children(client: httpx.Client) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = client.get("/status").json()["children"]
    return found


def began(client: httpx.Client) -> dict[str, int]:
    """Return how often each camera began, as the running producer tells it."""
    producers = children(client)["producers"]
    cameras = producers["counters"].get("cameras", {}) if producers["state"] == "running" else {}
    return {name: one["captured"] for name, one in cameras.items()}


def wait_for(client: httpx.Client, expected: dict[str, int]) -> None:
    wait_until(lambda: began(client) == expected, 120, f"the cameras are {expected}")


def test_cameras_follow_orders_and_others_do_not_notice(kafka: KafkaSettings, topics: TopicSettings) -> None:
    with served(make_plane(kafka, topics, tables=FOLLOWING)) as client:
        client.put("/v1/cameras/gate", json=URL)
        wait_for(client, {"gate": 1})
        first = children(client)
        client.put("/v1/cameras/yard", json=URL)
        wait_for(client, {"gate": 1, "yard": 1})
        client.put("/v1/cameras/yard", json=URL)
        client.post("/v1/cameras/gate/resume")
        client.post("/v1/cameras/yard/restart")
        wait_for(client, {"gate": 1, "yard": 2})
        client.patch("/v1/cameras/yard", json={"fps": 2})
        wait_for(client, {"gate": 1, "yard": 3})
        client.post("/v1/cameras/yard/pause")
        wait_for(client, {"gate": 1})
        assert client.get("/v1/cameras/yard").json()["state"] == "stopped"
        assert client.get("/v1/cameras/gate/status").json()["state"] == "live"
        client.post("/v1/cameras/yard/resume")
        client.delete("/v1/cameras/gate")
        wait_for(client, {"yard": 1})
        assert {name: child["pid"] for name, child in children(client).items()} == {
            name: child["pid"] for name, child in first.items()
        }
        client.post("/v1/cameras/yard/pause")
        wait_until(lambda: client.get("/status").json()["status"] == "stopped", 120, "with the last one all ends")
        wait_until(lambda: not any(is_alive(child["pid"]) for child in first.values()), 60, "the processes ended")


def test_a_producer_that_was_given_up_starts_again_by_restart_only_failed(
    kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path
) -> None:
    tables = {"produce": {"behaviour": "crashes"}}
    with served(make_plane(kafka, topics, tables=tables)) as client:
        client.put("/v1/cameras/gate", json=URL)
        view = wait_until(lambda: is_given_up(client), 120, "the producer is given up")
        assert "RuntimeError" in view["error"]
        answer = client.post("/v1/cameras/restart", params={"only_failed": "true"})
        assert (answer.status_code, answer.json()["cameras"]) == (202, ["gate"])
        wait_until(lambda: children(client)["producers"]["state"] != "failed", 120, "it is tried again")
        assert client.post("/stop").status_code == 200, "stop is legal in every state"
        assert client.get("/status").json()["status"] == "stopped"


def is_given_up(client: httpx.Client) -> dict[str, Any] | None:
    view: dict[str, Any] = client.get("/v1/cameras/gate").json()
    return view if view["state"] == "failed" else None


def test_stop_wants_nothing_to_run_and_start_wants_all(kafka: KafkaSettings, topics: TopicSettings) -> None:
    cameras = {"gate": CameraSettings(url=URL["url"])}
    with served(make_plane(kafka, topics, cameras, tables=FOLLOWING)) as client:
        client.put("/v1/cameras/yard", json={**URL, "wanted": "paused"})
        assert client.post("/start").status_code == 200
        wait_for(client, {"gate": 1, "yard": 1})
        assert client.post("/stop").status_code == 200
        assert {one["wanted"] for one in client.get("/v1/cameras").json()} == {"paused"}


def test_after_kill_9_what_was_wanted_runs_again_without_orphan_or_double(
    kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path
) -> None:
    settings = {
        "kafka": {"bootstrap": kafka.bootstrap},
        "topics": topics.model_dump(),
        "serve": {"state_folder": str(tmp_path)},
        **FOLLOWING,
    }
    with control_process(settings) as (process, client):
        client.put("/v1/cameras/gate", json=URL)
        client.put("/v1/cameras/yard", json={**URL, "wanted": "paused"})
        wait_for(client, {"gate": 1})
        before = [child["pid"] for child in children(client).values()]
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
    with control_process(settings) as (process, client):
        assert all(map(has_ended, before)), "it begins when the last child of the one before has ended"
        wait_for(client, {"gate": 1})
        assert client.get("/v1/cameras/yard/status").json()["wanted"] == "paused"
        process.terminate()
        assert process.wait(60) == 0
