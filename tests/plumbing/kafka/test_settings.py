"""How to reach Kafka, in a user's words and in librdkafka's."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.settings import load
from sandbox.certificates import Authority


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    folder = tmp_path / "kafka_certificates"
    folder.mkdir()
    authority = Authority(folder)
    key, certificate = authority.client("client")
    authority.path.rename(folder / "trusted_authority.cert")
    key.rename(folder / "signed.key")
    certificate.rename(folder / "signed.pem")
    return folder


def kafka(**table: object) -> KafkaSettings:
    return load(KafkaSettings, Document("plant.toml", {"kafka": table}), {}, {})


def test_the_ancestors_folder_stands_for_mtls(certificates: Path) -> None:
    config = kafka(bootstrap="broker:9093", certificates=str(certificates)).client_config()
    assert config == {
        "bootstrap.servers": "broker:9093",
        "security.protocol": "SSL",
        "ssl.ca.location": str(certificates / "trusted_authority.cert"),
        "ssl.certificate.location": str(certificates / "signed.pem"),
        "ssl.key.location": str(certificates / "signed.key"),
        "ssl.endpoint.identification.algorithm": "https",
    }


def test_what_is_said_explicitly_wins_over_the_folder(certificates: Path, tmp_path: Path) -> None:
    other = Authority(tmp_path, "other").path
    config = kafka(certificates=str(certificates), ssl_ca=str(other)).client_config()
    assert config["ssl.ca.location"] == str(other)


def test_files_that_do_not_fit_are_refused_by_name_before_anything_connects(certificates: Path, tmp_path: Path) -> None:
    key, certificate = Authority(tmp_path).client("other")
    with pytest.raises(SettingsError, match=rf"kafka: the private key '{key}' does not belong to the certificate"):
        kafka(certificates=str(certificates), ssl_key=str(key))
    with pytest.raises(SettingsError, match="ssl_certificate and ssl_key belong together"):
        kafka(security_protocol="SSL", ssl_certificate=str(certificate))
    key.write_text("no key")
    with pytest.raises(SettingsError, match=r"ssl_ca|holds no certificate"):
        kafka(security_protocol="SSL", ssl_ca=str(key))


def test_a_wrong_password_of_the_key_is_refused_without_being_shown(tmp_path: Path) -> None:
    key, certificate = Authority(tmp_path).client("locked", locked_by="right")
    (tmp_path / "password").write_text("hunter2")
    files = {"security_protocol": "SSL", "ssl_key": str(key), "ssl_certificate": str(certificate)}
    with pytest.raises(SettingsError, match="is ssl_key_password right") as caught:
        kafka(**files, ssl_key_password=f"file:{tmp_path / 'password'}")
    assert "hunter2" not in str(caught.value)


def test_sasl_over_tls(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("s3cret\n")
    settings = kafka(security_protocol="SASL_SSL", sasl_username="iqa", sasl_password=f"file:{tmp_path / 'pw'}")
    config = settings.client_config()
    assert (config["sasl.mechanism"], config["sasl.username"], config["sasl.password"]) == (
        "SCRAM-SHA-512",
        "iqa",
        "s3cret",
    )
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"security_protocol": "TLS"}, "'SASL_SSL', got 'TLS'|got 'TLS'"),
        ({"security_protocol": "SASL_SSL", "sasl_username": "iqa"}, "needs sasl_username and sasl_password"),
        ({"sasl_username": "iqa"}, "security_protocol PLAINTEXT would not log in"),
        ({"certificates": "nowhere"}, "there is no file 'nowhere/trusted_authority.cert'"),
        ({"sasl_password": "hunter2"}, "file:PATH"),
    ],
)
def test_a_connection_that_cannot_be_is_refused(table: dict[str, object], complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint) as caught:
        kafka(**table)
    assert "hunter2" not in str(caught.value)


def test_certificates_for_a_connection_that_would_not_be_encrypted_are_refused(certificates: Path) -> None:
    with pytest.raises(SettingsError, match="security_protocol PLAINTEXT would not encrypt: give SSL"):
        kafka(certificates=str(certificates), security_protocol="PLAINTEXT")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a b", "ä", "x" * 250])
def test_a_name_that_kafka_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="topic name"):
        load(TopicSettings, Document("plant.toml", {"topics": {"results": name}}), {}, {})


def test_topics_must_differ() -> None:
    with pytest.raises(SettingsError, match="must differ"):
        load(TopicSettings, Document("plant.toml", {"topics": {"results": "thermal-frames"}}), {}, {})
