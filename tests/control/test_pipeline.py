"""Start, status and stop over real HTTP, with a real Kafka and real children that speak the protocol."""

from typing import Any

import httpx
import pytest

from plumbing.cameras import CameraSettings
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until
from tests.control.serving import control_process, make_plane, served
from tests.control.test_access import assert_problem
from tests.control.test_supervisor import is_alive

pytestmark = pytest.mark.integration

URI = "rtsp://viewer:hunter2@192.0.2.7/stream"
CONFIG = {"video_uri": "rtsp://viewer:***@192.0.2.7/stream", "smoothing_window": 150}
STARTED = {"status": "RTSP to Kafka processing started."}


def status_of(client: httpx.Client) -> dict[str, Any]:
    status: dict[str, Any] = client.get("/status").json()
    return status


def pids(client: httpx.Client) -> list[int]:
    return [child["pid"] for child in status_of(client)["children"].values() if child["pid"]]


def test_the_ancestors_endpoints_answer_as_they_did(kafka: KafkaSettings, topics: TopicSettings) -> None:
    config = {**CONFIG, "kafka_topic": topics.results}
    with served(make_plane(kafka, topics)) as client:
        answer = client.post("/start", json={"video_uri": URI})
        assert (answer.status_code, answer.json()) == (200, {**STARTED, "config": config})
        status = status_of(client)
        assert (status["status"], status["processor"], status["health"]) == ("running", config, "ok")
        assert {child["state"] for child in status["children"].values()} == {"running"}
        assert "hunter2" not in client.get("/status").text + client.get("/v1/cameras").text
        detail = assert_problem(client.post("/start", json={"video_uri": URI, "smoothing_window": 3}), 400)
        assert detail == "Processor is already running."
        camera = client.get("/v1/cameras/default").json()
        assert (camera["state"], camera["captured"], camera["published"]) == ("live", 7, 5)
        assert (camera["condition"], camera["reconnects"]) == ("streaming", 2)
        assert client.get("/v1/summary").json()["captured"] == 7
        children = pids(client)
        answer = client.post("/stop")
        assert (answer.status_code, answer.json()) == (200, {"status": "RTSP to Kafka processing stopped."})
        assert not any(map(is_alive, children))
        assert (status_of(client)["status"], status_of(client)["processor"]) == ("stopped", None)
        assert assert_problem(client.post("/stop"), 400) == "No processor instance found."


def test_topic_and_window_can_be_chosen_and_the_results_of_that_topic_are_followed(
    kafka: KafkaSettings, topics: TopicSettings
) -> None:
    with served(make_plane(kafka, topics)) as client:
        body = {"video_uri": URI, "kafka_topic": f"{topics.results}-2", "smoothing_window": 3}
        answer = client.post("/start", json=body)
        assert answer.json()["config"] == {**body, "video_uri": CONFIG["video_uri"]}
        wait_until(lambda: status_of(client)["broker"]["results_topic"] == body["kafka_topic"], 30, "the tail")


def test_without_an_address_the_configured_cameras_start(kafka: KafkaSettings, topics: TopicSettings) -> None:
    cameras = {name: CameraSettings(url=URI) for name in ("gate", "kiln")}
    with served(make_plane(kafka, topics, cameras)) as client:
        assert client.post("/start").json()["config"]["video_uri"] is None
        assert status_of(client)["processor"]["kafka_topic"] == topics.results
        assert [camera["id"] for camera in client.get("/v1/cameras").json()] == ["gate", "kiln"]
    with served(make_plane(kafka, topics, {"gate": cameras["gate"]})) as client:
        assert client.post("/start", json={}).json()["config"]["video_uri"] == CONFIG["video_uri"]


def test_without_any_camera_start_says_what_to_give(kafka: KafkaSettings, topics: TopicSettings) -> None:
    with served(make_plane(kafka, topics)) as client:
        assert "give video_uri, such as rtsp://" in assert_problem(client.post("/start", json={}), 400)


@pytest.mark.parametrize("room", ["produce", "flow"])
@pytest.mark.parametrize(
    ("behaviour", "code", "words"),
    [
        ("refuses", 400, "unknown kind of camera 'gopher'"),
        ("fails", 400, "the topic has 1 partition, 12 are needed"),
        ("is_silent", 503, "did not accept its settings within 2 s"),
    ],
)
def test_a_start_that_fails_says_why_and_leaves_nothing_started(
    kafka: KafkaSettings, topics: TopicSettings, room: str, behaviour: str, code: int, words: str
) -> None:
    tables = {room: {"behaviour": behaviour}}
    timeout_s = 2.0 if behaviour == "is_silent" else 60.0
    with served(make_plane(kafka, topics, tables=tables, start_timeout_s=timeout_s)) as client:
        assert words in assert_problem(client.post("/start", json={"video_uri": URI}), code)
        status = status_of(client)
        assert (status["status"], pids(client)) == ("stopped", [])


def test_a_child_that_died_is_seen_with_its_last_words(kafka: KafkaSettings, topics: TopicSettings) -> None:
    plane = make_plane(kafka, topics, tables={"flow": {"behaviour": "crashes"}})
    with served(plane) as client:
        assert client.post("/start", json={"video_uri": URI}).status_code == 200
        wait_until(lambda: status_of(client)["health"] == "failed", 60, "the dataflow to be given up")
        status = status_of(client)
        assert status["children"]["dataflow"]["restarts"] == 2
        assert "RuntimeError: tensor of nothing" in status["reasons"][0]
        assert client.get("/readyz").json()["checks"] == {"broker": True, "children": False}
        assert client.post("/stop").status_code == 200
        assert status_of(client)["health"] == "ok"


def test_a_killed_control_plane_leaves_no_orphan(kafka: KafkaSettings, topics: TopicSettings) -> None:
    settings = {"kafka": kafka.model_dump(exclude_none=True), "topics": topics.model_dump()}
    with control_process(settings) as (process, client):
        assert client.post("/start", json={"video_uri": URI}).status_code == 200
        children = pids(client)
        assert len(children) == 2
        process.kill()
        wait_until(lambda: not any(map(is_alive, children)), 30, "the children to end by themselves")


def test_sigterm_ends_the_control_plane_and_its_children(kafka: KafkaSettings, topics: TopicSettings) -> None:
    settings = {
        "kafka": kafka.model_dump(exclude_none=True),
        "topics": topics.model_dump(),
        "flow": {"behaviour": "is_deaf"},
    }
    with control_process(settings) as (process, client):
        assert client.post("/start", json={"video_uri": URI}).status_code == 200
        children = pids(client)
        process.terminate()
        assert process.wait(timeout=60) == 0
        assert not any(map(is_alive, children))
