"""What a process answers over HTTP to those who watch it."""

import socket
from collections.abc import Iterator

import httpx
import pytest
from pydantic import TypeAdapter, ValidationError

from plumbing.metrics.catalogue import BROKER_UP
from plumbing.metrics.registry import make_registry
from plumbing.probes.address import Address, MetricsAddress
from plumbing.probes.server import MetricsError, ProbeServer
from plumbing.probes.verdict import Verdict

REGISTRY = make_registry(lambda: [BROKER_UP.of(1)], "flow")


class Process:
    """A process whose state a test decides."""

    verdict = Verdict(alive=True, ready=True)

    def __call__(self) -> Verdict:
        return self.verdict


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def client(process: Process) -> Iterator[httpx.Client]:
    with (
        ProbeServer(Address("127.0.0.1", 0), REGISTRY, process) as server,
        httpx.Client(base_url=f"http://{server.address}", timeout=30) as client,
    ):
        yield client


def test_metrics_are_there_to_be_scraped(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "flir_iqa_broker_up 1.0" in answer.text


@pytest.mark.parametrize("path", ["/livez", "/healthz"])
def test_who_is_alive_but_not_ready_says_so(client: httpx.Client, process: Process, path: str) -> None:
    process.verdict = Verdict(alive=True, ready=False, reason="no answer from rtsp://u:hunter2@h")
    assert client.get(path).status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert answer.json()["reason"] == "no answer from rtsp://u:***@h"


def test_who_is_not_alive_is_not_ready_either(client: httpx.Client, process: Process) -> None:
    process.verdict = Verdict(alive=False, ready=True, reason="it hangs")
    assert client.get("/livez").status_code == client.get("/readyz").status_code == 503


def test_all_is_well(client: httpx.Client) -> None:
    assert client.get("/livez").json() == {"status": "alive", "reason": None}
    assert client.get("/readyz").json() == {"status": "ready", "reason": None}
    assert client.head("/readyz").content == b""


def test_another_path_says_which_there_are(client: httpx.Client) -> None:
    answer = client.get("/../etc/passwd")
    assert answer.status_code == 404
    assert "/metrics" in answer.text


def test_a_page_of_another_name_gets_nothing_on_loopback(client: httpx.Client) -> None:
    assert client.get("/metrics", headers={"Host": "evil.example:9101"}).status_code == 400
    assert client.get("/metrics", headers={"Host": "localhost:9101"}).status_code == 200


def test_who_says_nothing_holds_up_nobody(client: httpx.Client) -> None:
    address = (client.base_url.host, client.base_url.port or 0)
    idle = [socket.create_connection(address) for _ in range(4)]
    assert client.get("/livez").status_code == 200
    for connection in idle:
        connection.close()


def test_an_address_in_use_is_one_clear_line(client: httpx.Client) -> None:
    taken = Address("127.0.0.1", client.base_url.port or 0)
    with pytest.raises(MetricsError, match=r"Address already in use\. Give another --metrics"):
        ProbeServer(taken, REGISTRY, Process())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("9101", Address("127.0.0.1", 9101)),
        (9101, Address("127.0.0.1", 9101)),
        ("0.0.0.0:9101", Address("0.0.0.0", 9101)),  # noqa: S104 - asked for
        ("[::1]:0", Address("::1", 0)),
    ],
)
def test_a_port_alone_is_on_loopback(text: object, address: Address) -> None:
    assert TypeAdapter(MetricsAddress).validate_python(text) == address


@pytest.mark.parametrize("text", ["", "metrics", "127.0.0.1:", "127.0.0.1:99999", "1" * 5000, "-1", True])
def test_another_address_is_refused(text: object) -> None:
    with pytest.raises(ValidationError, match="expected a port such as 9101"):
        TypeAdapter(MetricsAddress).validate_python(text)
