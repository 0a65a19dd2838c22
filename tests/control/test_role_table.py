"""Every role at every endpoint, from the application's own routes: a new endpoint is in the table by itself."""

import re
from collections.abc import Iterator
from typing import Final

import httpx
import pytest
from pydantic import SecretStr

from control.access import PUBLIC_FOLDERS, PUBLIC_PATHS
from control.app import create_app
from control.roles import Role
from control.token_file import entry_for
from plumbing.cameras import CameraSettings
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem

TOKENS: Final = {role: f"a-token-of-the-tests-for-{role.label}" for role in Role}
LINES: Final = "\n".join(entry_for(role.label, role.label, token).to_line() for role, token in TOKENS.items())
URL: Final = "rtsp://viewer:hunter22@192.0.2.7/secret-path"
CAMERAS: Final = {"gate": CameraSettings(url=URL), "film": CameraSettings(url="films/secret-path.mp4")}

NEEDED: Final = {
    ("POST", "/start"): Role.OPERATOR,
    ("POST", "/stop"): Role.OPERATOR,
    ("POST", "/v1/cameras/restart"): Role.OPERATOR,
    ("POST", "/v1/cameras/{camera_id}/pause"): Role.OPERATOR,
    ("POST", "/v1/cameras/{camera_id}/resume"): Role.OPERATOR,
    ("POST", "/v1/cameras/{camera_id}/restart"): Role.OPERATOR,
    ("PUT", "/v1/cameras/{camera_id}"): Role.ADMIN,
    ("PATCH", "/v1/cameras/{camera_id}"): Role.ADMIN,
    ("DELETE", "/v1/cameras/{camera_id}"): Role.ADMIN,
    ("POST", "/v1/cameras/import"): Role.ADMIN,
    ("POST", "/v1/cameras/test"): Role.ADMIN,
}
"""Of what changes something; all that only reads is for viewers."""


def endpoints() -> list[tuple[str, str]]:
    """Return method and path of all that the application describes and that asks for a token."""
    paths = create_app(make_plane()).openapi()["paths"]
    found = [(method.upper(), path) for path, methods in paths.items() for method in methods]
    return sorted(one for one in found if one[1] not in PUBLIC_PATHS and not one[1].startswith(PUBLIC_FOLDERS))


ENDPOINTS: Final = endpoints()


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    plane = make_plane(cameras=CAMERAS, tokens=SecretStr(LINES), supervise=False)
    with served(plane) as client:
        yield client


def ask(client: httpx.Client, role: Role, method: str, path: str) -> int:
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    place = re.sub(r"\{camera_id\}", "gate", path)
    with client.stream(method, place, headers=headers) as answer:  # events have no end
        return answer.status_code


def test_every_endpoint_that_changes_something_stands_in_the_table() -> None:
    assert {one for one in ENDPOINTS if one[0] != "GET"} == NEEDED.keys()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_each_role_may_do_what_the_table_says(client: httpx.Client, method: str, path: str, role: Role) -> None:
    status = ask(client, role, method, path)
    assert status != 401
    assert (status == 403) == (role < NEEDED.get((method, path), Role.VIEWER))


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_without_a_token_no_endpoint_answers(client: httpx.Client, method: str, path: str) -> None:
    assert_problem(client.request(method, path.replace("{camera_id}", "gate")), 401)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "PROPFIND", "TRACE"])
def test_what_nobody_thought_of_is_for_admins(client: httpx.Client, method: str) -> None:
    headers = {"Authorization": f"Bearer {TOKENS[Role.OPERATOR]}"}
    assert_problem(client.request(method, "/v1/nowhere", headers=headers), 403)


def test_an_operator_starts_what_is_described_and_no_address(client: httpx.Client) -> None:
    headers = {"Authorization": f"Bearer {TOKENS[Role.OPERATOR]}"}
    assert "needs the role admin" in assert_problem(
        client.post("/start", json={"video_uri": URL}, headers=headers), 403
    )
    assert "services of their own" in assert_problem(client.post("/start", headers=headers), 409)


def test_a_viewer_never_sees_an_address(client: httpx.Client) -> None:
    for role, sees in ((Role.VIEWER, False), (Role.OPERATOR, True)):
        headers = {"Authorization": f"Bearer {TOKENS[role]}"}
        said = "".join(
            client.get(place, headers=headers).text
            for place in ("/v1/cameras", "/v1/cameras/gate", "/v1/cameras/film", "/v1/cameras/gate/status", "/status")
        )
        assert ("secret-path" in said, "192.0.2.7" in said) == (sees, sees)
        assert "hunter22" not in said
