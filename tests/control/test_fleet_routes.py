"""Cameras as resources over real HTTP, while no broker answers: nothing runs, and all is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from plumbing.cameras import CameraSettings
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem

GATE = {"url": "rtsp://viewer:hunter22@192.0.2.7/stream", "password": "swordfish", "fps": 3}
FILE = {"kiln": CameraSettings(url="rtsp://192.0.2.8/stream")}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served(make_plane(cameras=FILE)) as client:
        yield client


@pytest.fixture
def gate(client: httpx.Client) -> Iterator[str]:
    """A paused camera that was made over REST."""
    assert client.put("/v1/cameras/gate", json={**GATE, "wanted": "paused"}).status_code == 201
    yield "/v1/cameras/gate"
    client.delete("/v1/cameras/gate")


def described(client: httpx.Client, path: str) -> dict[str, Any]:
    view: dict[str, Any] = client.get(path).json()
    return view


def test_a_camera_is_made_replaced_changed_and_removed(client: httpx.Client) -> None:
    answer = client.put("/v1/cameras/gate", json={**GATE, "wanted": "paused"})
    assert (answer.status_code, answer.json()["source"], answer.json()["wanted"]) == (201, "api", "paused")
    again = client.put("/v1/cameras/gate", json=GATE)
    assert (again.status_code, again.json()["wanted"]) == (200, "paused"), "what is wanted stays unless said"
    changed = client.patch("/v1/cameras/gate", json={"fps": "all", "password": None})
    assert changed.status_code == 200
    assert changed.json()["settings"] == {
        "url": "rtsp://viewer:***@192.0.2.7/stream",
        "username": None,
        "has_password": False,
        "fps": "all",
        "transport": "tcp",
        "loop": None,
    }
    assert client.delete("/v1/cameras/gate").status_code == 204
    assert_problem(client.get("/v1/cameras/gate"), 404)
    assert_problem(client.delete("/v1/cameras/gate"), 404)


def test_a_password_is_never_answered(client: httpx.Client, gate: str) -> None:
    said = client.get(gate).text + client.get("/v1/cameras").text + client.get("/status").text
    assert client.get(gate).json()["settings"]["has_password"] is True
    assert "hunter22" not in said
    assert "swordfish" not in said


def test_a_camera_of_the_file_is_read_only_and_marked(client: httpx.Client) -> None:
    assert described(client, "/v1/cameras/kiln")["source"] == "file"
    for answer in (
        client.put("/v1/cameras/kiln", json=GATE),
        client.patch("/v1/cameras/kiln", json={"fps": 1}),
        client.delete("/v1/cameras/kiln"),
    ):
        assert "stands in the configuration and is read-only here" in assert_problem(answer, 409)


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        ({}, 422, "body.url"),
        ({"url": ""}, 422, "body.url"),
        ({"url": "x" * 5000}, 422, "body.url"),
        ({"url": "rtsp://u:hunter22@h/", "fps": -1}, 400, "expected fps above 0"),
        ({"url": "rtsp://u:hunter22@h/", "fps": "some"}, 422, "body.fps"),
        ({"url": "rtsp://u:hunter22@h/", "transport": "pigeon"}, 422, "body.transport"),
        ({"url": "rtsp://u:hunter22@h/", "pasword": "x"}, 422, "body.pasword"),
        ({"url": "rtsp://u:hunter22@h/", "password": "file:/nowhere/at/all"}, 400, "cannot read the secret file"),
        ({"url": "rtsp://u:hunter22@h/", "password": "env:NOT_SET_ANYWHERE"}, 400, "is not set"),
        ({"url": "rtsp://u:hunter22@h/", "wanted": "maybe"}, 422, "body.wanted"),
    ],
)
def test_a_description_that_cannot_be_used_is_refused_and_quoted_nowhere(
    client: httpx.Client, body: dict[str, Any], code: int, told: str
) -> None:
    answer = client.put("/v1/cameras/new", json=body)
    assert told in assert_problem(answer, code)
    assert "hunter22" not in answer.text
    assert_problem(client.get("/v1/cameras/new"), 404)


@pytest.mark.parametrize("camera_id", ["-x", ".x", "a b", "a" * 129, "%00", "ä"])
def test_an_id_that_cannot_be_a_key_is_refused(client: httpx.Client, camera_id: str) -> None:
    answer = client.put(f"/v1/cameras/{camera_id}", json=GATE)
    assert_problem(answer, answer.status_code)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("action", ["pause", "resume", "restart"])
@pytest.mark.parametrize("before", ["running", "paused"])
def test_every_order_in_every_wanted_state_is_202_and_once_more_a_no_op(
    client: httpx.Client, gate: str, before: str, action: str
) -> None:
    client.patch(gate, json={"wanted": before})
    after = {"pause": "paused", "resume": "running", "restart": before}[action]
    for _ in range(2):
        assert client.post(f"{gate}/{action}").status_code == 202
        assert described(client, gate)["wanted"] == after
    client.post(f"{gate}/pause")


def test_a_camera_of_the_file_can_be_paused_and_resumed(client: httpx.Client) -> None:
    assert client.post("/v1/cameras/kiln/resume").status_code == 202
    assert described(client, "/v1/cameras/kiln/status")["wanted"] == "running"
    assert client.post("/v1/cameras/kiln/pause").status_code == 202
    assert described(client, "/v1/cameras/kiln/status")["wanted"] == "paused"


@pytest.mark.parametrize("action", ["pause", "resume", "restart", "status"])
def test_orders_to_an_unknown_camera_are_404(client: httpx.Client, action: str) -> None:
    method = "GET" if action == "status" else "POST"
    assert_problem(client.request(method, f"/v1/cameras/nobody/{action}"), 404)


def test_a_status_lists_the_tasks(client: httpx.Client, gate: str) -> None:
    status = described(client, f"{gate}/status")
    assert (status["id"], status["wanted"], status["state"]) == ("gate", "paused", "stopped")
    assert [task["worker"] for task in status["tasks"]] == ["producers", "dataflow"]
    assert set(status["tasks"][0]) == {"camera", "state", "worker", "since", "restarts", "error"}


def test_cameras_and_what_is_wanted_are_there_again_after_a_restart(tmp_path: Path) -> None:
    with served(make_plane(cameras=FILE, state_folder=tmp_path)) as client:
        client.put("/v1/cameras/gate", json=GATE)
        client.put("/v1/cameras/yard", json={**GATE, "wanted": "paused"})
        client.post("/v1/cameras/kiln/resume")
        before = {one["id"]: (one["wanted"], one["source"]) for one in client.get("/v1/cameras").json()}
    assert before == {"gate": ("running", "api"), "kiln": ("running", "file"), "yard": ("paused", "api")}
    with served(make_plane(cameras=FILE, state_folder=tmp_path)) as client:
        assert {one["id"]: (one["wanted"], one["source"]) for one in client.get("/v1/cameras").json()} == before


def test_a_kept_camera_whose_secret_is_gone_says_so_and_can_be_removed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("swordfish")
    with served(make_plane(state_folder=tmp_path)) as client:
        client.put("/v1/cameras/gate", json={**GATE, "password": f"file:{secret}"})
    secret.unlink()
    with served(make_plane(state_folder=tmp_path)) as client:
        assert "cannot read the secret file" in client.get("/v1/cameras").json()[0]["error"]
        assert client.delete("/v1/cameras/gate").status_code == 204
        assert client.get("/v1/cameras").json() == []


def test_a_full_disk_is_507_and_nothing_is_lost() -> None:
    plane = make_plane()
    with served(plane) as client:
        client.put("/v1/cameras/gate", json={**GATE, "wanted": "paused"})
        pages = plane.store.rows("PRAGMA page_count")[0][0]
        plane.store.rows(f"PRAGMA max_page_count = {pages}")
        rows = "id,url,wanted\n" + "".join(f"c{number},rtsp://192.0.2.9/{number},paused\n" for number in range(2000))
        answer = client.post("/v1/cameras/import", content=rows, headers={"Content-Type": "text/csv"})
        assert "free some space" in assert_problem(answer, 507)
        assert [one["id"] for one in client.get("/v1/cameras").json()] == ["gate"]


def test_where_others_run_the_processes_cameras_are_not_ours_to_change() -> None:
    with served(make_plane(cameras=FILE, supervise=False)) as client:
        for answer in (
            client.put("/v1/cameras/gate", json=GATE),
            client.post("/v1/cameras/kiln/pause"),
            client.post("/v1/cameras/restart"),
        ):
            assert "services of their own" in assert_problem(answer, 409)


def test_what_is_wanted_to_run_is_one_mapping_until_something_changes() -> None:
    plane = make_plane()
    plane.store.open()
    plane.fleet.open()
    plane.fleet.put({"gate": plane.fleet.check("gate", GATE)})
    before = plane.fleet.running()
    assert (set(before), plane.fleet.running() is before) == ({"gate"}, True)
    plane.fleet.want(["gate"], "paused")
    assert plane.fleet.running() == {}
    plane.store.close()
