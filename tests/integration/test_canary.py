"""No password shows anywhere: a plant runs, breaks in many ways at debug level, and all that it said is searched."""

import base64
import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity, BrokerTls
from sandbox.certificates import Authority
from sandbox.film import Film
from sandbox.gst_camera import GstCamera, Login
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.integration.canary import (
    CANARY,
    PATIENCE_S,
    Plant,
    ProcessWatch,
    address_in,
    holds_canary,
    secret,
    write_config,
)

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

TOPICS = ("thermal-frames", "image-quality-data", "thermal-frames-rejected", "image-quality-events")
CAMERAS = {"basic", "digest", "wrong", "gone"}


@dataclass
class Outcome:
    """What was said over HTTP, and where the rest lies."""

    plant: Plant
    watch: ProcessWatch
    answers: dict[str, bytes]


@dataclass
class Parts:
    """What can be broken."""

    broker: Broker
    basic: GstCamera


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """Run it all, once."""
    private, folder = tmp_path_factory.mktemp("private"), tmp_path_factory.mktemp("plant")
    with ExitStack() as stack:
        watch = stack.enter_context(ProcessWatch())
        broker = stack.enter_context(Broker(security=protection(private)))
        pictures = Film.clean(2.0).pictures(tmp_path_factory.mktemp("pictures"))
        basic, digest = (
            stack.enter_context(GstCamera(pictures, "mjpeg", login=Login("viewer", secret(name), name == "digest")))
            for name in ("basic", "digest")
        )
        plant = Plant(folder, private, configure(private, broker, basic, digest))
        answers = break_everything(plant, Parts(broker, basic))
        record_and_break_off(plant)
    yield Outcome(plant, watch, answers)


def test_no_password_is_in_any_log_state_or_recording(outcome: Outcome) -> None:
    assert outcome.plant.leaks() == []
    assert (outcome.plant.folder / "all.mcap").stat().st_size > 100_000


def test_no_password_is_in_an_answer_of_the_api(outcome: Outcome) -> None:
    assert len(outcome.answers) > 15
    assert sum(name.startswith("broken http") for name in outcome.answers) == 2 * 4, "both children serve metrics"
    assert [name for name, answer in outcome.answers.items() if holds_canary(answer)] == []


def test_no_password_is_in_the_list_of_processes(outcome: Outcome) -> None:
    assert outcome.watch.seen > 50
    assert outcome.watch.leaks == set()


def test_the_failures_were_told_all_the_same(outcome: Outcome) -> None:
    """Else the search would have proved nothing: each thing that knows a password had something to say."""
    log = outcome.plant.log("serve")
    for words in ("refuses the user name or password", "connection refused", "DEBUG", "degraded"):
        assert words.lower() in log.lower(), words
    assert "is ssl_key_password right" in outcome.plant.log("flow-ssl-key-password")
    assert "refuses the account" in outcome.plant.log("record-refused")


def test_the_search_finds_passwords_in_each_disguise() -> None:
    for text in (CANARY, f"x{CANARY}"):
        assert holds_canary(text.encode())
    assert all(holds_canary(encoded(f"{'u' * n}:{secret('pw')}")) for n in range(3))
    assert not holds_canary(b"cnry")


def encoded(text: str) -> bytes:
    """As Basic authentication sends it."""
    return base64.b64encode(text.encode())


def protection(folder: Path) -> BrokerSecurity:
    """A broker that asks for a certificate and a password."""
    authority = Authority(folder)
    key, certificate = authority.client("client", locked_by=secret("key"))
    key.rename(folder / "client.key.pem")
    certificate.rename(folder / "client.pem")
    tls = BrokerTls(authority.server("broker", "127.0.0.1"), authority.path)
    return BrokerSecurity(tls, "SCRAM-SHA-512", {"iqa": secret("sasl")})


def configure(folder: Path, broker: Broker, basic: GstCamera, digest: GstCamera) -> Path:
    """Write the configuration and the files that it refers to."""

    def kept(name: str, content: str | None = None) -> str:
        (folder / name).write_text(content or secret(name))
        return f"file:{folder / name}"

    kept("wrong", "not the password")
    quick = {"open_timeout_s": 5, "read_timeout_s": 3, "backoff_first_s": 0.2, "backoff_max_s": 1}
    kafka = {
        "bootstrap": broker.bootstrap,
        "security_protocol": "SASL_SSL",
        "ssl_ca": str(folder / "ca.pem"),
        "ssl_certificate": str(folder / "client.pem"),
        "ssl_key": str(folder / "client.key.pem"),
        "ssl_key_password": kept("key"),
        "sasl_username": "iqa",
        "sasl_password": kept("sasl"),
    }
    cameras = {
        "basic": {"url": basic.url, "username": "viewer", "password": kept("basic")},
        "digest": {"url": digest.url_with("viewer", secret("digest"))},
        "wrong": {"url": digest.url_with("viewer", secret("guess"))},
        "gone": {"url": f"rtsp://viewer:{secret('gone')}@127.0.0.1:{free_port()}/x?token={secret('query')}"},
    }
    tables: dict[str, Any] = {
        "kafka": kafka,
        "topics": {"partitions": 2},
        "flow": {"outage_limit_s": 6, "metrics": "127.0.0.1:0"},
        "produce": {**quick, "metrics": "127.0.0.1:0"},
        "serve": {"port": 0, "token": kept("token")},
        "log": {"level": "debug", "format": "human"},
        **{f"cameras.{name}": {**camera, "fps": 5} for name, camera in cameras.items()},
    }
    return write_config(folder / "plant.toml", tables)


def break_everything(plant: Plant, parts: Parts) -> dict[str, bytes]:
    """Run the control plane and its children through failures; return what it answered."""
    answers: dict[str, bytes] = {}
    with plant.running("serve") as _:
        headers = {"Authorization": f"Bearer {secret('token')}"}
        with httpx.Client(base_url=address_in(plant, "serve"), timeout=60, headers=headers) as client:

            def ask(name: str, method: str, path: str, **options: Any) -> httpx.Response:
                answer = client.request(method, path, **options)
                answers[name] = answer.content + repr(answer.headers).encode()
                return answer

            def ask_all(when: str) -> None:
                for path in [*client.get("/openapi.json").json()["paths"], "/openapi.json", "/docs", "/metrics"]:
                    for camera in CAMERAS if "{camera_id}" in path else {""}:
                        ask(f"{when} {path} {camera}", "GET", path.replace("{camera_id}", camera))
                for address, path in product(metrics_addresses(plant), ("/metrics", "/livez", "/readyz", "/nowhere")):
                    with suppress(httpx.TransportError):  # those of children that have ended stand in the log too
                        ask(f"{when} {address}{path}", "GET", f"{address}{path}")

            refuse(ask)
            assert ask("start", "POST", "/start").status_code == 200
            wait_until(lambda: live(client) >= {"basic", "digest"}, PATIENCE_S, "both cameras are scored")
            wait_until(lambda: errors(client).keys() >= {"wrong", "gone"}, PATIENCE_S, "both others are told of")
            ask_all("well")
            parts.basic.stop()
            wait_until(lambda: "basic" in errors(client), PATIENCE_S, "the camera's loss is told")
            parts.broker.kill()
            wait_until(lambda: client.get("/status").json()["broker"]["state"] == "down", PATIENCE_S, "it is away")
            wait_until(lambda: degraded(client), PATIENCE_S, "the flow tells of the outage")
            ask_all("broken")
            parts.broker.restart()
            parts.basic.start()
            wait_until(lambda: live(client) >= {"basic", "digest"}, PATIENCE_S, "both cameras are scored again")
            ask("stop", "POST", "/stop")
            ask_all("stopped")
    return answers


def metrics_addresses(plant: Plant) -> set[str]:
    """Where the children serve their metrics."""
    return set(re.findall(r"metrics and probes at (http://[0-9.:]+)", plant.log("serve")))


def refuse(ask: Any) -> None:
    """Have requests with passwords in them refused."""
    posted = secret("posted")
    ask("unknown kind", "POST", "/start", json={"video_uri": f"gopher://u:{posted}@192.0.2.7/"})
    ask("no host", "POST", "/start", json={"video_uri": f"rtsp://u:{posted}@:99999/x"})
    ask("wrong type", "POST", "/start", json={"video_uri": {"password": posted}})
    ask("unknown field", "POST", "/start", json={"password": posted})
    ask("no JSON", "POST", "/start", content=f'{{"video_uri": "rtsp://u:{posted}@x')
    ask("wrong token", "GET", "/status", headers={"Authorization": f"Bearer {posted}"})
    ask("unknown camera", "GET", "/v1/cameras/nobody")


def record_and_break_off(plant: Plant) -> None:
    """Record all topics, and run commands that end by a refusal."""
    names = [option for name in TOPICS for option in ("--topic", name)]
    recorded = ["--compression", "none", "--from", "beginning", "--to", "end", "--out", str(plant.folder / "all.mcap")]
    assert plant.run("record", *names, *recorded) == 0
    (plant.secrets / "other").write_text(secret("other"))
    wrong = f"file:{plant.secrets / 'other'}"
    assert plant.run("flow", "--ssl-key-password", wrong) == 1
    assert plant.run("produce", "--check") == 1
    with plant.running("record", "--out", str(plant.folder / "none.mcap"), "--sasl-password", wrong):
        wait_until(lambda: "refuses the account" in plant.log("record"), PATIENCE_S, "the refusal is told")
    (plant.folder / "record.log").rename(plant.folder / "record-refused.log")


def live(client: httpx.Client) -> set[str]:
    return {view["id"] for view in client.get("/v1/cameras").json() if view["state"] == "live" and view["latest"]}


def errors(client: httpx.Client) -> dict[str, str]:
    return {view["id"]: view["error"] for view in client.get("/v1/cameras").json() if view["error"]}


def degraded(client: httpx.Client) -> bool:
    return bool(client.get("/status").json()["children"]["dataflow"]["state"] == "degraded")
