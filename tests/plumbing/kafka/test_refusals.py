"""Reasons in librdkafka's words become one line with the file, the account or the host, and the remedy.

The words are those that it said to a real broker; `tests/integration/test_mutual_tls.py` hears them anew.
"""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from plumbing.kafka.handshake import Handshake, Outcome
from plumbing.kafka.refusals import explain
from plumbing.kafka.settings import KafkaSettings
from sandbox.certificates import Authority

DISTRUST = (
    "ssl://kafka.plant:9093/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed"
)
DOWN = "1/1 brokers are down"
ALERT = "ssl://kafka.plant:9093/1: Receive failed: error:0A00045C:SSL routines::tlsv13 alert certificate required"


def said(reason: str, outcome: Outcome = "away", **settings: Any) -> str | None:
    kafka = KafkaSettings(bootstrap="kafka.plant:9093,other:1", **settings)
    asked = []

    def shake(_: KafkaSettings, host: str, port: int) -> Handshake:
        asked.append((host, port))
        return Handshake(outcome, ("broker.invalid",) if outcome == "other_host" else ())

    words = explain(reason, kafka, shake)
    assert asked in ([], [("kafka.plant", 9093)])
    return words


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("expired", "the certificate of the broker kafka.plant:9093 has expired"),
        ("not_yet_valid", "clocks"),
        ("other_host", "is for broker.invalid, not for 'kafka.plant'"),
        ("unknown_authority", "by no authority that this machine trusts: give its PEM file by --ssl-ca"),
    ],
)
def test_a_broker_that_we_do_not_trust(outcome: Outcome, words: str) -> None:
    assert words in (said(DISTRUST, outcome, security_protocol="SSL") or "")


def test_a_wrong_authority_is_named_by_its_file(tmp_path: Path) -> None:
    ca = Authority(tmp_path).path
    assert repr(str(ca)) in (said(DISTRUST, "unknown_authority", security_protocol="SSL", ssl_ca=ca) or "")


def test_where_the_handshake_finds_nothing_the_reason_stands_as_it_is() -> None:
    assert said(DISTRUST, "away", security_protocol="SSL") is None
    assert said(DOWN, "away") is None
    assert said("something new") is None


def test_a_broker_that_does_not_trust_us(tmp_path: Path) -> None:
    assert "give --ssl-certificate and --ssl-key" in (said(ALERT, security_protocol="SSL") or "")
    authority = Authority(tmp_path)
    for expired, words in ((True, "expired on 2020-01-01"), (False, "an authority it trusts has signed")):
        key, certificate = authority.client("client", expired=expired)
        told = said(ALERT, security_protocol="SSL", ssl_key=key, ssl_certificate=certificate) or ""
        assert repr(str(certificate)) in told
        assert words in told


def test_logins() -> None:
    login: dict[str, Any] = {
        "security_protocol": "SASL_SSL",
        "sasl_username": "iqa",
        "sasl_password": SecretStr("hunter2"),
    }
    refused = said("sasl_ssl://kafka.plant:9093/bootstrap: SASL authentication error: Authentication failed", **login)
    assert refused is not None
    assert "refuses the account 'iqa' by SCRAM-SHA-512" in refused
    assert "hunter2" not in refused
    mechanism = "Unsupported SASL mechanism: broker's supported mechanisms: SCRAM-SHA-256 (after 301ms in state X)"
    assert "but by SCRAM-SHA-256: give --sasl-mechanism" in (said(mechanism, **login) or "")
    no_login = "SASL mechanism handshake failed: Broker: Request not valid in current SASL state: broker's supported"
    assert "give --security-protocol SSL" in (said(no_login, **login) or "")


def test_protocols_that_do_not_meet() -> None:
    plain = "ssl://kafka.plant:9093/bootstrap: SSL handshake failed: connecting to a PLAINTEXT broker listener?"
    assert "speaks no TLS" in (said(plain, "no_tls", security_protocol="SSL") or "")
    assert said(plain, "trusted", security_protocol="SSL") is None
    assert "give --security-protocol SSL, and --ssl-ca" in (said(DOWN, "unknown_authority") or "")
    assert "may ask for a login (--security-protocol SASL_PLAINTEXT)" in (said(DOWN, "no_tls") or "")
    assert "may ask for a login (--security-protocol SASL_SSL)" in (
        said(DOWN, "trusted", security_protocol="SSL") or ""
    )


def test_addresses() -> None:
    assert "'nowhere.invalid:9092' is not known" in (
        said("nowhere.invalid:9092/bootstrap: Failed to resolve 'nowhere.invalid:9092': Name or service not known")
        or ""
    )
    refused = "127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused"
    assert (
        said(refused) == "nothing listens on 127.0.0.1:1 (connection refused): is Kafka running, is --bootstrap right?"
    )
