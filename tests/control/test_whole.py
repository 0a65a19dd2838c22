"""The whole way, started over REST: a real camera, the real producer and dataflow, scores, a picture, the end."""

from typing import Any

import httpx
import pytest

from control.pictures import is_jpeg
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.camera import RtspCamera
from sandbox.waiting import wait_until
from tests.control.serving import control_process
from tests.control.test_access import assert_problem
from tests.control.test_supervisor import is_alive

pytestmark = pytest.mark.integration

WINDOW = 5


def test_a_camera_is_scored_from_start_to_stop(kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera) -> None:
    with control_process(settings(kafka, topics), "control") as (process, client):
        answer = client.post("/start", json={"video_uri": camera.url, "smoothing_window": WINDOW})
        assert answer.status_code == 200, answer.text
        view = wait_until(lambda: scored(client), 120, "full windows of scores")
        assert view["state"] == "live"
        assert view["latest"]["raw_image_quality"] > 0.5, "the film is clean"
        assert view["latest"]["distortion"] == "none"
        assert (view["width"], view["height"], view["codec"]) == (640, 512, "h264")
        picture = client.get("/v1/cameras/default/picture")
        assert picture.status_code == 200
        assert is_jpeg(picture.content)
        check_counts(client.get("/v1/summary").json())
        status = client.get("/status").json()
        children = [child["pid"] for child in status["children"].values()]
        assert status["health"] == "ok"
        assert client.get("/readyz").status_code == 200
        assert client.post("/stop").status_code == 200
        assert not any(map(is_alive, children))
        process.terminate()
        assert process.wait(timeout=60) == 0


def test_a_camera_of_an_unknown_kind_is_refused_with_the_producers_reason(
    kafka: KafkaSettings, topics: TopicSettings
) -> None:
    with control_process(settings(kafka, topics), "control") as (_, client):
        answer = client.post("/start", json={"video_uri": "gopher://u:hunter2@192.0.2.7/"})
        assert "unknown kind of camera 'gopher'" in assert_problem(answer, 400)
        assert "hunter2" not in answer.text
        assert client.get("/status").json()["status"] == "stopped"


def test_a_camera_that_is_not_there_is_seen_with_its_reason(kafka: KafkaSettings, topics: TopicSettings) -> None:
    with control_process(settings(kafka, topics), "control") as (_, client):
        assert client.post("/start", json={"video_uri": "rtsp://u:hunter2@127.0.0.1:1/x"}).status_code == 200
        view = wait_until(lambda: failed(client), 60, "the camera's reason")
        assert view["state"] in ("waiting", "connecting")
        assert (view["condition"], view["reconnects"]) == ("unreachable", 0)
        assert view["since"]
        assert "hunter2" not in str(view)
        assert client.post("/stop").status_code == 200


def settings(kafka: KafkaSettings, topics: TopicSettings) -> dict[str, Any]:
    return {"kafka": kafka.model_dump(exclude_none=True), "topics": topics.model_dump()}


def scored(client: httpx.Client) -> dict[str, Any] | None:
    view: dict[str, Any] = client.get("/v1/cameras").json()[0]
    return view if view["latest"] and view["latest"]["window_count"] == WINDOW and view["captured"] else None


def failed(client: httpx.Client) -> dict[str, Any] | None:
    view: dict[str, Any] = client.get("/v1/cameras").json()[0]
    return view if view["error"] else None


def check_counts(summary: dict[str, Any]) -> None:
    assert summary["captured"] == summary["published"] + sum(summary["dropped"].values()) + summary["in_flight"]
    assert summary["lost"] == 0
    assert summary["rejected"] == 0
    assert summary["results_seen"] >= WINDOW
    assert summary["latency"]["p50_ms"] > 0
