"""TLS, mTLS and logins, on a real Kafka: the right clients are let in, the others refused with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import wait_for_brokers
from plumbing.kafka.settings import KafkaSettings
from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity, SaslMechanism
from sandbox.errors import SandboxError
from tests.certificates import Certificates

pytestmark = pytest.mark.integration

PATIENCE_S = 20.0
IMPATIENCE_S = 3.0


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def mtls_broker(certificates: Certificates) -> Iterator[Broker]:
    with Broker(security=BrokerSecurity(certificates.mutual_tls())) as broker:
        yield broker


def login(broker: Broker, mechanism: SaslMechanism, password: str, ca: Path | None = None) -> KafkaSettings:
    return KafkaSettings(
        bootstrap=broker.bootstrap,
        security_protocol="SASL_SSL" if ca else "SASL_PLAINTEXT",
        ssl_ca=ca,
        sasl_mechanism=mechanism,
        sasl_username="alice",
        sasl_password=SecretStr(password),
    )


def test_a_client_with_a_certificate_is_let_in(mtls_broker: Broker, certificates: Certificates) -> None:
    kafka = KafkaSettings(
        bootstrap=mtls_broker.bootstrap,
        security_protocol="SSL",
        ssl_ca=certificates.ca,
        ssl_certificate=certificates.client_certificate,
        ssl_key=certificates.client_key,
    )
    assert len(wait_for_brokers(kafka, PATIENCE_S).brokers) == 1


def test_a_client_without_a_certificate_is_refused(mtls_broker: Broker, certificates: Certificates) -> None:
    kafka = KafkaSettings(bootstrap=mtls_broker.bootstrap, security_protocol="SSL", ssl_ca=certificates.ca)
    with pytest.raises(BrokerError, match="certificate required"):
        wait_for_brokers(kafka, IMPATIENCE_S)


def test_a_client_that_knows_another_authority_refuses_the_broker(mtls_broker: Broker, tmp_path: Path) -> None:
    stranger = Certificates.make(tmp_path)
    kafka = KafkaSettings(bootstrap=mtls_broker.bootstrap, security_protocol="SSL", ssl_ca=stranger.ca)
    with pytest.raises(BrokerError, match="certificate verify failed"):
        wait_for_brokers(kafka, IMPATIENCE_S)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_the_right_password_is_let_in_and_a_wrong_one_refused(mechanism: SaslMechanism) -> None:
    security = BrokerSecurity(mechanism=mechanism, users={"alice": "s3cret"})
    with Broker(security=security) as broker:
        assert len(wait_for_brokers(login(broker, mechanism, "s3cret"), PATIENCE_S).brokers) == 1
        with pytest.raises(BrokerError, match=r"[Aa]uthentication failed") as caught:
            wait_for_brokers(login(broker, mechanism, "wr0ng"), IMPATIENCE_S)
        assert "wr0ng" not in str(caught.value)
        assert (broker.folder / "server.properties").stat().st_mode & 0o077 == 0


def test_a_login_over_tls_is_let_in(certificates: Certificates) -> None:
    security = BrokerSecurity(certificates.tls(), "SCRAM-SHA-512", {"alice": "s3cret"})
    with Broker(security=security) as broker:
        kafka = login(broker, "SCRAM-SHA-512", "s3cret", certificates.ca)
        assert len(wait_for_brokers(kafka, PATIENCE_S).brokers) == 1


def test_passwords_do_not_show() -> None:
    assert "s3cret" not in repr(BrokerSecurity(users={"alice": "s3cret"}))


def test_an_account_that_could_not_be_written_down_is_refused_without_its_password() -> None:
    with pytest.raises(SandboxError, match="the account 'alice' is other") as caught:
        BrokerSecurity(users={"alice": 's3cret" evil="yes'})
    assert "s3cret" not in str(caught.value)
