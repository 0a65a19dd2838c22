"""How to reach Kafka, in a user's words and in librdkafka's."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.settings import load


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    folder = tmp_path / "kafka_certificates"
    folder.mkdir()
    for name in ("signed.key", "signed.pem", "trusted_authority.cert"):
        (folder / name).write_text("PEM")
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
    }


def test_what_is_said_explicitly_wins_over_the_folder(certificates: Path, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("PEM")
    config = kafka(certificates=str(certificates), ssl_ca=str(tmp_path / "ca.pem")).client_config()
    assert config["ssl.ca.location"] == str(tmp_path / "ca.pem")


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
        ({"certificates": "nowhere"}, "there is no file 'nowhere/trusted_authority.cert'"),
        ({"sasl_password": "hunter2"}, "file:PATH"),
    ],
)
def test_a_connection_that_cannot_be_is_refused(table: dict[str, object], complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint) as caught:
        kafka(**table)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a b", "ä", "x" * 250])
def test_a_name_that_kafka_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="topic name"):
        load(TopicSettings, Document("plant.toml", {"topics": {"results": name}}), {}, {})


def test_topics_must_differ() -> None:
    with pytest.raises(SettingsError, match="must differ"):
        load(TopicSettings, Document("plant.toml", {"topics": {"results": "thermal-frames"}}), {}, {})
