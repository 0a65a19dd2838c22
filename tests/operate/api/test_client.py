"""The client of a control plane against real HTTP servers: refusals, nonsense, silence."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import SecretStr

from flir_iqa.errors import SettingsError
from operate.api.client import ControlPlane, camera_path
from operate.api.errors import ApiError, AwayError
from sandbox.ports import free_port


@contextmanager
def server(status: int, body: bytes, seen: list[str] | None = None) -> Iterator[str]:
    """A web server that says one thing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if seen is not None:
                seen.append(self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()


def refusal(status: int, body: bytes) -> ApiError:
    with server(status, body) as url, ControlPlane(url) as plane, pytest.raises(ApiError) as caught:
        plane.get("/v1/cameras")
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_problem_is_shown_as_its_detail_in_one_line() -> None:
    error = refusal(409, b'{"title": "Conflict", "detail": "camera \'gate\'\\nis read-only"}')
    assert (str(error), error.status) == ("camera 'gate' is read-only", 409)


def test_a_missing_token_and_a_low_role_come_with_the_remedy() -> None:
    assert "give --token file:PATH" in str(refusal(401, b'{"detail": "no token"}'))
    assert "higher role" in str(refusal(403, b'{"detail": "no"}'))


@pytest.mark.parametrize("body", [b"<html>", b"", b"[" * 100_000, b"\xff", b'"text"', b'{"detail": 7}'])
def test_a_refusal_that_is_no_problem_is_told_by_its_status(body: bytes) -> None:
    assert str(refusal(418, body)) == "refused with status 418"


@pytest.mark.parametrize("body", [b"<html>hello", b"[" * 100_000])
def test_an_answer_that_is_no_json_asks_whether_the_address_is_right(body: bytes) -> None:
    assert "is --url a control plane" in str(refusal(200, body))


def test_nobody_there_is_told_and_may_pass() -> None:
    with (
        ControlPlane(f"http://127.0.0.1:{free_port()}") as plane,
        pytest.raises(AwayError, match="is flir-iqa serve running"),
    ):
        plane.get("/status")
    assert isinstance(refusal(503, b"{}"), AwayError)


def test_the_token_goes_along_and_no_proxy_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    seen: list[str] = []
    with server(200, b"[]", seen) as url, ControlPlane(url, SecretStr("t0ken-t0ken")) as plane:
        assert plane.get("/v1/cameras") == []
    assert seen == ["Bearer t0ken-t0ken"]


@pytest.mark.parametrize(
    "url", ["", "control", "ftp://h/", "http://", "http://h:99999", "http://[::1", "http://u:open-sesame@:1"]
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="expected --url as http") as caught:
        ControlPlane(url)
    assert "open-sesame" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "a\nb", "schlüssel"])
def test_a_token_that_fits_in_no_header_is_refused(token: str) -> None:
    with pytest.raises(SettingsError, match="printable ASCII"):
        ControlPlane("http://127.0.0.1:1", SecretStr(token))


def test_an_id_cannot_leave_its_place_in_the_path() -> None:
    assert camera_path("../x/y?z", "pause") == "/v1/cameras/..%2Fx%2Fy%3Fz/pause"
