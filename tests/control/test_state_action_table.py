"""Every order in every state that a camera and its processes can be in: it is taken, and once more changes nothing."""

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem

pytestmark = pytest.mark.integration

GATE: Final = {"url": "rtsp://192.0.2.7/stream"}
SLOW: Final = {"restart_first_s": 3600.0, "restart_longest_s": 3600.0}
STATES: Final[dict[str, tuple[str | None, dict[str, Any]]]] = {
    "stopped": (None, {}),
    "starting": ("is_silent", {"start_timeout_s": 300.0}),
    "running": ("follows", {}),
    "degraded": ("is_degraded", {}),
    "restarting": ("crashes", SLOW),
    "failed": ("crashes", {}),
    "finished": ("finishes", {}),
}
"""State of the producer, and how it comes into it."""

ORDERS: Final = {
    "pause": ("POST", "/v1/cameras/default/pause", 202),
    "resume": ("POST", "/v1/cameras/default/resume", 202),
    "restart": ("POST", "/v1/cameras/default/restart", 202),
    "restart failed": ("POST", "/v1/cameras/restart?only_failed=true", 202),
    "replace": ("PUT", "/v1/cameras/default", 200),
    "status": ("GET", "/v1/cameras/default/status", 200),
}


@pytest.fixture(params=STATES)
def client(request: pytest.FixtureRequest, kafka: KafkaSettings, topics: TopicSettings) -> Iterator[httpx.Client]:
    """A control plane whose producer is in one of the states."""
    behaviour, settings = STATES[request.param]
    plane = make_plane(kafka, topics, tables={"produce": {"behaviour": behaviour or "follows"}}, **settings)
    with served(plane) as client:
        wanted = "paused" if behaviour is None else "running"
        assert client.put("/v1/cameras/default", json={**GATE, "wanted": wanted}).status_code == 201
        wait_until(lambda: plane.pipeline.children["producers"].state == request.param, 120, request.param)
        yield client


def test_each_order_is_taken_twice_and_stop_and_removal_are_legal(client: httpx.Client) -> None:
    for order, (method, place, code) in ORDERS.items():
        for _ in range(2):
            answer = client.request(method, place, json=GATE if method == "PUT" else None)
            assert answer.status_code == code, (order, answer.text)
    assert client.post("/stop").status_code == 200, "it was wanted to run by the last resume"
    assert assert_problem(client.post("/stop"), 400) == "No processor instance found."
    assert client.get("/v1/cameras/default/status").json()["wanted"] == "paused"
    assert client.delete("/v1/cameras/default").status_code == 204
    assert_problem(client.delete("/v1/cameras/default"), 404)
    for order in ("pause", "resume", "restart"):
        assert_problem(client.post(f"/v1/cameras/default/{order}"), 404)
