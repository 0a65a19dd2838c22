"""Who comes in: over real HTTP, without a broker."""

import socket
from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from tests.control.serving import make_plane, served

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of this test
PUBLIC = ["/", "/livez", "/healthz", "/readyz", "/docs", "/openapi.json", "/page/page.js", "/favicon.ico"]
PROTECTED = ["/status", "/metrics", "/v1/cameras", "/v1/summary", "/v1/results", "/v1/cameras/gate/picture", "/nowhere"]


@pytest.fixture(scope="module")
def local() -> Iterator[httpx.Client]:
    with served(make_plane()) as client:
        yield client


@pytest.fixture(scope="module")
def guarded() -> Iterator[httpx.Client]:
    with served(make_plane(token=SecretStr(TOKEN))) as client:
        yield client


def assert_problem(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert isinstance(body["detail"], str)
    return str(body["detail"])


@pytest.mark.parametrize("path", PUBLIC)
def test_public_paths_ask_for_no_token(guarded: httpx.Client, path: str) -> None:
    assert guarded.get(path).status_code in (200, 503)


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \xe9"]
)
def test_without_the_token_nothing_is_told(guarded: httpx.Client, path: str, header: str | None) -> None:
    headers = [] if header is None else [(b"Authorization", header.encode("latin-1"))]
    answer = guarded.get(path, headers=headers)
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_with_the_token_all_is_told_whatever_the_host_is_called(guarded: httpx.Client) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": "plant.example"}
    assert guarded.get("/status", headers=headers).status_code == 200
    assert_problem(guarded.post("/stop", headers=headers), 400)


def test_state_cannot_be_changed_without_the_token(guarded: httpx.Client) -> None:
    assert_problem(guarded.post("/start", json={}), 401)
    assert_problem(guarded.post("/stop"), 401)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "[", "0.0.0.0"])  # noqa: S104
def test_a_foreign_host_name_is_refused(local: httpx.Client, host: str) -> None:
    assert "expected a request to one of" in assert_problem(local.get("/status", headers={"Host": host}), 400)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_names_of_this_machine_are_welcome(local: httpx.Client, host: str) -> None:
    assert local.get("/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_origin_changes_nothing(local: httpx.Client, headers: dict[str, str]) -> None:
    for path in ("/start", "/stop"):
        assert "another origin" in assert_problem(local.post(path, headers=headers), 403)


def test_our_own_page_may_change_things(local: httpx.Client) -> None:
    origin = str(local.base_url).rstrip("/")
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    assert assert_problem(local.post("/stop", headers=headers), 400) == "No processor instance found."


def test_cross_origin_reading_is_not_allowed(local: httpx.Client) -> None:
    answer = local.get("/status", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_a_large_body_is_refused(local: httpx.Client) -> None:
    assert "65536 bytes" in assert_problem(local.post("/start", content=b"x" * 10_000_000), 413)


def test_a_large_body_of_unknown_length_is_refused(local: httpx.Client) -> None:
    pieces = (b"x" * 10_000 for _ in range(1000))
    headers = {"Content-Type": "application/json"}
    assert_problem(local.post("/start", content=pieces, headers=headers), 413)


def test_nonsense_instead_of_http_does_no_harm(local: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", local.base_url.port or 0), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    assert local.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/", "/status", "/page/page.css", "/nowhere"])
def test_every_answer_carries_the_security_headers(local: httpx.Client, path: str) -> None:
    headers = local.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_files_beside_the_page_are_not_served(local: httpx.Client) -> None:
    for path in ("/page/../settings.py", "/page/%2e%2e/settings.py", "/page/..%2fsettings.py"):
        assert local.get(path).status_code == 404


def test_the_api_description_needs_nothing_from_elsewhere(local: httpx.Client) -> None:
    text = local.get("/docs").text
    assert "http://" not in text
    assert "https://" not in text
    assert {"/start", "/stop", "/status", "/v1/cameras"} <= set(local.get("/openapi.json").json()["paths"])


def test_the_api_description_says_what_asks_for_the_token(guarded: httpx.Client, local: httpx.Client) -> None:
    paths = guarded.get("/openapi.json").json()["paths"]
    assert paths["/start"]["post"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in paths["/healthz"]["get"]
    assert "security" not in local.get("/openapi.json").json()["paths"]["/start"]["post"]
