"""TLS, mTLS and logins, on a real Kafka: the right clients are let in, others refused.

How a refusal is told is the matter of `tests/integration/test_mutual_tls.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import wait_for_brokers
from plumbing.kafka.settings import KafkaSettings
from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity, SaslMechanism
from sandbox.certificates import Certificates
from sandbox.errors import SandboxError

PATIENCE_S = 60.0
IMPATIENCE_S = 2.0
ACCOUNT = {"alice": "s3cret"}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def guarded(certificates: Certificates) -> Iterator[Broker]:
    """One broker with a port for each kind of protection."""
    listeners = {
        "PLAIN": BrokerSecurity(mechanism="PLAIN", users=ACCOUNT),
        "SCRAMA": BrokerSecurity(mechanism="SCRAM-SHA-256", users=ACCOUNT),
        "SCRAMB": BrokerSecurity(certificates.tls(), "SCRAM-SHA-512", ACCOUNT),
    }
    with Broker(security=BrokerSecurity(certificates.mutual_tls()), listeners=listeners) as broker:
        yield broker


def login(address: str, mechanism: SaslMechanism, password: str, ca: Path | None = None) -> KafkaSettings:
    return KafkaSettings(
        bootstrap=address,
        security_protocol="SASL_SSL" if ca else "SASL_PLAINTEXT",
        ssl_ca=ca,
        sasl_mechanism=mechanism,
        sasl_username="alice",
        sasl_password=SecretStr(password),
    )


@pytest.mark.integration
def test_a_client_with_a_certificate_is_let_in(guarded: Broker, certificates: Certificates) -> None:
    kafka = KafkaSettings(
        bootstrap=guarded.bootstrap,
        security_protocol="SSL",
        ssl_ca=certificates.ca,
        ssl_certificate=certificates.client_certificate,
        ssl_key=certificates.client_key,
    )
    assert len(wait_for_brokers(kafka, PATIENCE_S).brokers) == 1


@pytest.mark.integration
@pytest.mark.parametrize(
    ("listener", "mechanism"), [("PLAIN", "PLAIN"), ("SCRAMA", "SCRAM-SHA-256"), ("SCRAMB", "SCRAM-SHA-512")]
)
def test_the_right_password_is_let_in_and_a_wrong_one_refused(
    guarded: Broker, certificates: Certificates, listener: str, mechanism: SaslMechanism
) -> None:
    address, ca = guarded.address_of(listener), certificates.ca if listener == "SCRAMB" else None
    assert len(wait_for_brokers(login(address, mechanism, "s3cret", ca), PATIENCE_S).brokers) == 1
    with pytest.raises(BrokerError) as caught:
        wait_for_brokers(login(address, mechanism, "wr0ng", ca), IMPATIENCE_S)
    assert "wr0ng" not in str(caught.value)


@pytest.mark.integration
def test_passwords_of_accounts_are_in_no_file_that_others_may_read(guarded: Broker) -> None:
    assert (guarded.folder / "server.properties").stat().st_mode & 0o077 == 0
    assert guarded.folder.stat().st_mode & 0o077 == 0


def test_passwords_do_not_show() -> None:
    assert "s3cret" not in repr(BrokerSecurity(users=ACCOUNT))


def test_an_account_that_could_not_be_written_down_is_refused_without_its_password() -> None:
    with pytest.raises(SandboxError, match="the account 'alice' is other") as caught:
        BrokerSecurity(users={"alice": 's3cret" evil="yes'})
    assert "s3cret" not in str(caught.value)
