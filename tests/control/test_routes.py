"""The endpoints over real HTTP while no broker answers: what they say must be true then, too."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from control.control_plane import ControlPlane
from control.problems import STATUS_CODES
from flir_iqa.errors import FlirIqaError
from plumbing.cameras import CameraSettings
from sandbox.waiting import wait_until
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem
from tests.control.test_recent_results import RECORD

CAMERAS = {
    "gate": CameraSettings(url="rtsp://viewer:hunter2@192.0.2.7/stream"),
    "kiln": CameraSettings(url="rtsp://192.0.2.8/stream?password=hunter2"),
}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served(make_plane(cameras=CAMERAS)) as client:
        yield client


def test_it_is_alive_but_not_ready_without_a_broker(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == client.get("/livez").json() == {"status": "ok", "checks": {}}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "checks": {"broker": False, "children": True}}


def test_prometheus_finds_what_the_control_plane_counts(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert samples["flir_iqa_broker_up",] == samples["flir_iqa_child_up", "dataflow"] == 0
    assert samples["flir_iqa_child_restarts_total", "producers"] == samples["flir_iqa_results_seen_total",] == 0
    assert samples["process_resident_memory_bytes",] > 1e6
    assert "hunter2" not in answer.text


def test_status_is_stopped_and_says_why_the_broker_does_not_answer(client: httpx.Client) -> None:
    status = wait_until(lambda: _down(client), 30, "the broker to be called down")
    assert (status["status"], status["processor"], status["health"]) == ("stopped", None, "degraded")
    assert set(status["children"]) == {"producers", "dataflow"}
    assert status["children"]["dataflow"]["state"] == "stopped"
    assert "127.0.0.1:1" in status["broker"]["error"]
    assert status["reasons"] == [f"broker: {status['broker']['error']}"]


def _down(client: httpx.Client) -> dict[str, Any] | None:
    status: dict[str, Any] = client.get("/status").json()
    return status if status["broker"]["state"] == "down" else None


@pytest.mark.integration  # waits for a broker that is not there
def test_start_without_a_broker_is_503_and_leaves_nothing_started(client: httpx.Client) -> None:
    detail = assert_problem(client.post("/start", json={"video_uri": "rtsp://u:hunter2@192.0.2.9/"}), 503)
    assert "no Kafka broker answers at '127.0.0.1:1'" in detail
    assert client.get("/status").json()["status"] == "stopped"


def test_stop_of_what_is_stopped_is_400(client: httpx.Client) -> None:
    assert assert_problem(client.post("/stop"), 400) == "No processor instance found."


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"{", "JSON decode error"),
        (b"[]", "body"),
        (b'"x"', "body"),
        (b'{"smoothing_window": 0}', "body.smoothing_window"),
        (b'{"smoothing_window": -5}', "body.smoothing_window"),
        (b'{"smoothing_window": 1e30}', "body.smoothing_window"),
        (b'{"smoothing_window": ' + b"9" * 4000 + b"}", "body.smoothing_window"),
        (b'{"smoothing_window": ' + b"9" * 5000 + b"}", ""),
        (b'{"smoothing_window": NaN}', "body.smoothing_window"),
        (b'{"smoothing_window": "150"}', "body.smoothing_window"),
        (b'{"smoothing_window": true}', "body.smoothing_window"),
        (b'{"video_uri": ""}', "body.video_uri"),
        (b'{"video_uri": ["hunter2"]}', "body.video_uri"),
        (b'{"video_url": "rtsp://u:hunter2@h/"}', "body.video_url"),
        (b'{"video_uri": "' + b"x" * 5000 + b'"}', "body.video_uri"),
        (b"\xff\xfe", ""),
        (b"[" * 60_000, ""),
    ],
)
def test_a_body_that_is_none_is_422_and_quoted_nowhere(client: httpx.Client, body: bytes, complaint: str) -> None:
    answer = client.post("/start", content=body, headers={"Content-Type": "application/json"})
    detail = assert_problem(answer, answer.status_code)
    assert answer.status_code == 422 or (not complaint and answer.status_code == 400)
    assert complaint in detail
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("topic", ["a b", "thermal-frames", "..", "ä", "x/y"])
def test_a_topic_that_cannot_be_is_400(client: httpx.Client, topic: str) -> None:
    assert repr(topic)[1:-1] in assert_problem(client.post("/start", json={"kafka_topic": topic}), 400)


def test_configured_cameras_are_listed_with_passwords_masked(client: httpx.Client) -> None:
    answer = client.get("/v1/cameras")
    assert [(camera["id"], camera["state"]) for camera in answer.json()] == [("gate", "stopped"), ("kiln", "stopped")]
    assert answer.json()[0]["url"] == "rtsp://viewer:***@192.0.2.7/stream"
    assert "hunter2" not in answer.text


def test_results_are_shown() -> None:
    plane = make_plane(cameras=CAMERAS)
    with served(plane) as client:
        check_results(plane, client)


def check_results(plane: ControlPlane, client: httpx.Client) -> None:
    for seq in range(3):
        plane.results.add(replace(RECORD, raw_image_quality=seq / 10, seq=seq))
    camera = client.get("/v1/cameras/gate").json()
    assert camera["latest"]["raw_image_quality"] == 0.2
    assert camera["latest"]["camera_id"] == "gate"
    assert camera["latency_ms"] == 20.0
    assert camera["age_ms"] > 0
    points = client.get("/v1/cameras/gate/quality", params={"last": 2}).json()
    assert points == {
        "id": "gate",
        "points": [
            {
                "timestamp": RECORD.timestamp,
                "raw": raw,
                "smoothed": 0.75,
                "distortion": "lens_blur",
                "latency_ms": 20.0,
            }
            for raw in (0.1, 0.2)
        ],
    }
    news = client.get("/v1/results", params={"after": 2}).json()
    assert (news["cursor"], [point["raw"] for point in news["cameras"]["gate"]]) == (3, [0.2])
    assert client.get("/v1/results", params={"after": 9999}).json()["cursor"] == 3
    summary = client.get("/v1/summary").json()
    assert (summary["cameras"], summary["results_seen"]) == (2, 3)
    assert summary["latency"] == {"p50_ms": 20.0, "p99_ms": 20.0}
    assert summary["captured"] is None


@pytest.mark.parametrize("path", ["", "/quality", "/picture"])
@pytest.mark.parametrize("camera_id", ["nobody", "..%2f..", "%00", "a" * 100])
def test_an_unknown_camera_is_404(client: httpx.Client, camera_id: str, path: str) -> None:
    assert_problem(client.get(f"/v1/cameras/{camera_id}{path}"), 404)


@pytest.mark.parametrize("query", ["last=0", "last=-1", "last=x", "last=1e9", "last=99999999999999999999"])
def test_an_absurd_number_of_points_is_422(client: httpx.Client, query: str) -> None:
    assert "query.last" in assert_problem(client.get(f"/v1/cameras/gate/quality?{query}"), 422)


def test_there_is_no_picture_before_the_first_result(client: httpx.Client) -> None:
    assert "no frame of 'gate' was scored yet" in assert_problem(client.get("/v1/cameras/gate/picture"), 404)


@pytest.mark.integration  # waits for a broker that is not there
def test_a_picture_while_the_broker_is_away_is_503_at_once() -> None:
    plane = make_plane(cameras=CAMERAS)
    plane.results.add(RECORD)
    with served(plane) as client:
        wait_until(lambda: _down(client), 30, "the broker to be called down")
        assert "the broker does not answer" in assert_problem(client.get("/v1/cameras/gate/picture"), 503)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("GET", "/start", 405)])
def test_paths_and_methods_that_are_none_are_problems_too(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    assert_problem(client.request(method, path), status)


def test_every_error_in_the_table_is_one_of_ours() -> None:
    assert all(issubclass(kind, FlirIqaError) and 400 <= code < 600 for kind, code in STATUS_CODES.items())


def test_where_others_run_the_children_start_and_stop_say_so_and_results_are_shown() -> None:
    plane = make_plane(supervise=False)
    with served(plane) as client:
        for path in ("/start", "/stop"):
            assert "services of their own" in assert_problem(client.post(path, json={"video_uri": "rtsp://h/"}), 409)
        assert client.get("/status").json()["status"] == "stopped"
        plane.results.add(RECORD)
        status = client.get("/status").json()
        assert (status["status"], status["supervised"], status["children"]) == ("running", False, {})
        assert status["processor"] == {
            "video_uri": None,
            "kafka_topic": "image-quality-data",
            "smoothing_window": 150,
        }
        assert client.get("/v1/cameras/gate").json()["state"] == "silent"  # its frame is of January


@pytest.mark.integration  # waits for a broker that is not there
def test_autostart_tries_again_until_the_broker_is_there_and_ends_with_the_server() -> None:
    plane = make_plane(cameras=CAMERAS, autostart=True)
    with served(plane) as client:
        status = wait_until(lambda: _starting(client), 30, "the autostart to try")
        assert status["processor"]["smoothing_window"] == 150
        status = wait_until(lambda: _without_broker(client), 30, "the autostart to say why it waits")
        assert status["health"] == "degraded"


def _starting(client: httpx.Client) -> dict[str, Any] | None:
    status: dict[str, Any] = client.get("/status").json()
    return status if status["processor"] else None


def _without_broker(client: httpx.Client) -> dict[str, Any] | None:
    status: dict[str, Any] = client.get("/status").json()
    return status if any("autostart: no Kafka broker" in reason for reason in status["reasons"]) else None
