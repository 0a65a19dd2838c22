"""A camera tried before it is kept, by a real producer that opens it; no Kafka is needed."""

import base64
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from control.pictures import is_jpeg
from control.plan import Planner
from control.trial import Trials
from plumbing.cameras import CameraSettings
from plumbing.document import Document
from plumbing.kafka.settings import TopicSettings
from tests.control.serving import NO_BROKER, control_process
from tests.control.test_access import assert_problem
from tests.producers.films import write_film

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with control_process({"kafka": {"bootstrap": NO_BROKER.bootstrap}}, "control") as (_, client):
        client.put("/v1/cameras/nowhere", json={"url": "rtsp://u:hunter22@127.0.0.1:1/x", "wanted": "paused"})
        yield client


def test_a_camera_that_works_shows_a_frame(client: httpx.Client, tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", 5)
    answer = client.post("/v1/cameras/test", json={"url": str(film)})
    told = answer.json()
    assert (answer.status_code, told["ok"], told["error"]) == (200, True, None)
    assert (told["codec"], told["width"], told["height"], told["fps"]) == ("h264", 96, 64, 25.0)
    assert is_jpeg(base64.b64decode(told["snapshot"]))
    assert [one["id"] for one in client.get("/v1/cameras").json()] == ["nowhere"], "nothing is kept"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"url": "rtsp://u:hunter22@127.0.0.1:1/x"}, "connection refused"),
        ({"id": "nowhere"}, "connection refused"),
        ({"id": "nowhere", "url": "missing.mp4"}, "No such file"),
        ({"url": "gopher://u:hunter22@h/"}, "unknown kind of camera 'gopher'"),
    ],
)
def test_a_camera_that_fails_says_why(client: httpx.Client, body: dict[str, str], reason: str) -> None:
    answer = client.post("/v1/cameras/test", json=body)
    assert (answer.status_code, answer.json()["ok"], answer.json()["snapshot"]) == (200, False, None)
    assert reason in answer.json()["error"]
    assert "hunter22" not in answer.text


@pytest.mark.parametrize(("body", "code"), [({}, 400), ({"id": "nobody"}, 404), ({"url": 5}, 422)])
def test_what_is_no_camera_is_a_problem(client: httpx.Client, body: dict[str, str], code: int) -> None:
    assert_problem(client.post("/v1/cameras/test", json=body), code)


def test_a_trial_that_does_not_end_is_broken_off() -> None:
    planner = Planner(Document(tables={"produce": {"behaviour": "is_deaf"}}), NO_BROKER, TopicSettings())
    answer = Trials("tests.control.fake_child", 3).run(planner.for_trial("gate", CameraSettings(url="x")))
    assert (answer.ok, answer.error) == (False, "no frame and no reason came within 3 s")
