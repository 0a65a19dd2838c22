"""A plant's own Kafka, protected in each way that Kafka knows: frames in, scores out, and what is told at a refusal."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import KafkaException
from pydantic import SecretStr

from flir_iqa.records import QualityRecord
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity, BrokerTls
from sandbox.certificates import Authority
from sandbox.demo.evidence import Evidence
from sandbox.film import Film
from sandbox.waiting import wait_until

pytestmark = pytest.mark.integration

COMMAND = Path(sys.executable).parent / "flir-iqa"
PATIENCE_S = 120.0
ACCOUNT = {"alice": "s3cret"}


@dataclass(frozen=True)
class Plant:
    """A broker, and the papers of who knocks at its doors."""

    broker: Broker
    authority: Authority
    stranger: Authority

    def kafka(self, listener: str | None = None, **settings: Any) -> KafkaSettings:
        address = self.broker.bootstrap if listener is None else self.broker.address_of(listener)
        return KafkaSettings(bootstrap=address, **settings)

    def tls(self, client: tuple[Path, Path] | None = None, **settings: Any) -> dict[str, Any]:
        ours = {} if client is None else {"ssl_key": client[0], "ssl_certificate": client[1]}
        return {"security_protocol": "SSL", "ssl_ca": self.authority.path, **ours, **settings}

    def login(self, **settings: Any) -> dict[str, Any]:
        account = {"sasl_username": "alice", "sasl_password": SecretStr("s3cret"), "sasl_mechanism": "SCRAM-SHA-256"}
        return {"security_protocol": "SASL_PLAINTEXT", **account, **settings}


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """One broker: by default mTLS, and a port more for each other protection, right and wrong."""
    folder = tmp_path_factory.mktemp("certificates")
    authority, stranger = Authority(folder), Authority(folder, "stranger")
    good = authority.server("good", "127.0.0.1", "localhost")
    listeners = {
        "OPEN": BrokerSecurity(),
        "TLS": BrokerSecurity(BrokerTls(good)),
        "EXPIRED": BrokerSecurity(BrokerTls(authority.server("expired", "127.0.0.1", expired=True))),
        "ELSEWHERE": BrokerSecurity(BrokerTls(authority.server("elsewhere", "broker.invalid"))),
        "SCRAM": BrokerSecurity(mechanism="SCRAM-SHA-256", users=ACCOUNT),
        "BOTH": BrokerSecurity(BrokerTls(good), "SCRAM-SHA-512", ACCOUNT),
    }
    security = BrokerSecurity(BrokerTls(good, authority.path))
    with Broker(security=security, listeners=listeners) as broker:
        yield Plant(broker, authority, stranger)


@pytest.fixture
def folder(plant: Plant, tmp_path: Path) -> Path:
    """The folder as FLIQE had it."""
    made = tmp_path / "kafka_certificates"
    made.mkdir()
    key, certificate = plant.authority.client("client")
    shutil.copy(key, made / "signed.key")
    shutil.copy(certificate, made / "signed.pem")
    shutil.copy(plant.authority.path, made / "trusted_authority.cert")
    return made


def test_frames_go_in_and_scores_come_out(plant: Plant, folder: Path, tmp_path: Path) -> None:
    kafka = ["--bootstrap", plant.broker.bootstrap, "--certificates", str(folder), "--partitions", "2"]
    film = Film.clean(4.0).file()
    flow = subprocess.Popen([COMMAND, "flow", *kafka, "--start", "earliest"], cwd=tmp_path)
    try:
        produced = subprocess.run([COMMAND, "produce", *kafka, "--camera", f"gate={film}"], cwd=tmp_path, timeout=90)
        assert produced.returncode == 0
        settings = plant.kafka(certificates=folder)
        with Evidence(settings, TopicSettings(partitions=2)) as evidence:
            wait_until(lambda: (counts := evidence.count()).settled and counts.scored >= 15, 60, "all is scored")
            results = evidence.results()
    finally:
        flow.terminate()
        assert flow.wait(30) == 0
    assert {record.camera_id for record in results} == {"gate"}
    assert all(isinstance(record, QualityRecord) and record.raw_image_quality >= 0.5 for record in results)


Case = Callable[[Plant], KafkaSettings]

REFUSALS: dict[str, tuple[Case, str]] = {
    "no certificate": (
        lambda plant: plant.kafka(**plant.tls()),
        "the broker asks for a certificate of ours (mTLS): give --ssl-certificate and --ssl-key",
    ),
    "a certificate of another authority": (
        lambda plant: plant.kafka(**plant.tls(plant.stranger.client("alien"))),
        "alien.pem': give one that an authority it trusts has signed",
    ),
    "an expired certificate": (
        lambda plant: plant.kafka(**plant.tls(plant.authority.client("old", expired=True))),
        "old.pem' expired on 2020-01-01: put a new one in its place",
    ),
    "another authority": (
        lambda plant: plant.kafka("TLS", **plant.tls(ssl_ca=plant.stranger.path)),
        "was not signed by the authority in",
    ),
    "no authority": (lambda plant: plant.kafka("TLS", security_protocol="SSL"), "give its PEM file by --ssl-ca"),
    "an expired broker": (lambda plant: plant.kafka("EXPIRED", **plant.tls()), "has expired: the broker needs a new"),
    "another host": (
        lambda plant: plant.kafka("ELSEWHERE", **plant.tls()),
        "is for broker.invalid, not for '127.0.0.1'",
    ),
    "no TLS to a TLS port": (lambda plant: plant.kafka("TLS"), "speaks TLS on 127.0.0.1:"),
    "TLS to a port without": (
        lambda plant: plant.kafka("OPEN", **plant.tls()),
        "the broker speaks no TLS on this port",
    ),
    "a wrong password": (
        lambda plant: plant.kafka("SCRAM", **plant.login(sasl_password=SecretStr("wr0ng"))),
        "refuses the account 'alice' by SCRAM-SHA-256: check sasl_username and sasl_password",
    ),
    "a wrong password over TLS": (
        lambda plant: plant.kafka(
            "BOTH",
            **plant.login(
                security_protocol="SASL_SSL",
                ssl_ca=plant.authority.path,
                sasl_mechanism="SCRAM-SHA-512",
                sasl_password=SecretStr("wr0ng"),
            ),
        ),
        "refuses the account 'alice' by SCRAM-SHA-512",
    ),
    "another mechanism": (
        lambda plant: plant.kafka("SCRAM", **plant.login(sasl_mechanism="SCRAM-SHA-512")),
        "does not take logins by SCRAM-SHA-512 but by SCRAM-SHA-256: give --sasl-mechanism",
    ),
    "a login where none is asked": (lambda plant: plant.kafka("OPEN", **plant.login()), "takes no logins on this port"),
    "no login where one is asked": (lambda plant: plant.kafka("SCRAM"), "it may ask for a login"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_names_the_cause_and_the_remedy(plant: Plant, case: str) -> None:
    make, words = REFUSALS[case]
    admin, errors = make_admin(make(plant))

    def told() -> bool:
        with suppress(KafkaException):
            admin.list_topics(timeout=0.2)
        admin.poll(0)
        return words in (errors.latest or "")

    wait_until(told, PATIENCE_S, f"{words!r} is told")
    assert "wr0ng" not in (errors.latest or "")


def test_the_right_papers_open_each_door(plant: Plant) -> None:
    both = plant.login(security_protocol="SASL_SSL", ssl_ca=plant.authority.path, sasl_mechanism="SCRAM-SHA-512")
    key, certificate = plant.authority.client("locked", locked_by="s3cret")
    papers = [
        plant.kafka("TLS", **plant.tls()),
        plant.kafka("SCRAM", **plant.login()),
        plant.kafka("BOTH", **both),
        plant.kafka(**plant.tls((key, certificate), ssl_key_password=SecretStr("s3cret"))),
    ]
    for kafka in papers:
        assert len(make_admin(kafka)[0].list_topics(timeout=PATIENCE_S).brokers) == 1


@pytest.mark.parametrize("room", ["flow", "produce"])
def test_a_command_that_is_refused_tells_once_why_waits_and_goes_on_when_the_cause_is_gone(
    plant: Plant, folder: Path, tmp_path: Path, room: str
) -> None:
    """A certificate may be renewed without a restart, so waiting is right; the reason stands in the log once."""
    valid = (folder / "signed.key", folder / "signed.pem")
    renewed = [path.read_bytes() for path in valid]
    for path, old in zip(valid, plant.authority.client(f"old-{room}", expired=True), strict=True):
        shutil.copy(old, path)
    camera = ["--camera", f"gate={Film.clean().file()}"] if room == "produce" else []
    options = ["--bootstrap", plant.broker.bootstrap, "--certificates", str(folder), "--partitions", "2", *camera]
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = subprocess.Popen([COMMAND, room, *options], cwd=tmp_path, stderr=stream)
    try:
        wait_until(lambda: "expired on 2020-01-01" in log.read_text(), PATIENCE_S, "the reason is told")
        for path, content in zip(valid, renewed, strict=True):
            path.write_bytes(content)
        goes_on = "scoring thermal-frames" if room == "flow" else "camera gate"
        wait_until(lambda: goes_on in log.read_text(), PATIENCE_S, "it goes on with the new certificate")
    finally:
        process.terminate()
        assert process.wait(30) == 0
    assert sum("expired on 2020-01-01" in line for line in log.read_text().splitlines()) == 1
    assert "degraded" in log.read_text()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--ssl-key", "missing.key"], "missing.key"),
        (["--ssl-key", "{other_key}"], "does not belong to the certificate"),
        (["--ssl-key", "{locked_key}"], "is encrypted: give its password"),
        (["--ssl-ca", "{key}"], "holds no certificate in PEM form"),
    ],
)
def test_files_that_waiting_does_not_mend_end_a_command_at_once(
    plant: Plant, folder: Path, tmp_path: Path, options: list[str], words: str
) -> None:
    places = {
        "key": folder / "signed.key",
        "other_key": plant.authority.client("other")[0],
        "locked_key": plant.authority.client("locked", locked_by="s3cret")[0],
    }
    given = [option.format(**places) for option in options]
    command = [str(COMMAND), "flow", "--bootstrap", plant.broker.bootstrap, "--certificates", str(folder), *given]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
