"""Requests that no browser sends: each is answered with a problem, and the server goes on."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from control.body_limit import MAX_BODY_BYTES
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served(make_plane(supervise=False)) as client:
        yield client


def post(client: httpx.Client, body: bytes) -> httpx.Response:
    return client.post("/start", content=body, headers={"Content-Type": "application/json"})


def raw(client: httpx.Client, request: bytes) -> bytes:
    """Send bytes as they are; return what comes back until the server hangs up."""
    assert client.base_url.port is not None
    answer = bytearray()
    with (
        socket.create_connection((client.base_url.host, client.base_url.port), 30) as connection,
        suppress(OSError),  # it may hang up on what it has not read
    ):
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65_536):
            answer += piece
    return bytes(answer)


@pytest.mark.parametrize("body", [b"[" * (MAX_BODY_BYTES - 1), b'{"a":' * (MAX_BODY_BYTES // 5 - 1)])
def test_json_that_is_nested_without_end_is_a_bad_request(client: httpx.Client, body: bytes) -> None:
    assert post(client, body).status_code in (400, 422)


@pytest.mark.parametrize(
    "body", [b"\xff", b'"\\ud800"', b"NaN", b"1e999", b'{"smoothing_window": 1e400}', b"[" + b"9" * 60_000]
)
def test_json_that_is_none_or_odd_is_a_bad_request(client: httpx.Client, body: bytes) -> None:
    assert post(client, body).status_code in (400, 422)


def test_lone_surrogates_in_an_address_are_no_crash(client: httpx.Client) -> None:
    assert post(client, b'{"video_uri": "rtsp://\\ud800/"}').status_code in (400, 409, 422)


@pytest.mark.parametrize("length", [b"\xb2", b"-1", b"+5", b"1_0", b"0x10", b"9" * 400, b"5, 6"])
def test_a_length_that_is_none_is_refused(client: httpx.Client, length: bytes) -> None:
    head = b"POST /start HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + length + b"\r\n\r\n"
    status = raw(client, head + b"{}").split(b" ", 2)[1]
    assert status in (b"400", b"413")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /start HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n{}",
        b"POST /stop HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /%00%ff%c0%ae/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /page/../../pyproject.toml HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /page/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_nonsense_ends_its_own_connection_and_no_other(client: httpx.Client, request_bytes: bytes) -> None:
    answer = raw(client, request_bytes)
    assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 3")) or not answer
    assert b"hatchling" not in answer
    assert client.get("/healthz").status_code == 200


def test_an_unexpected_error_tells_nothing_of_itself(client: httpx.Client) -> None:
    detail = assert_problem(client.get("/v1/cameras/" + "x" * 129), 422)
    assert "Traceback" not in detail
