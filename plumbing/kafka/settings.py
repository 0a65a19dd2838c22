"""How to reach Kafka, and which topics there are."""

import os
from pathlib import Path
from typing import Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from flir_iqa.errors import SettingsError
from plumbing.kafka.key_files import check_authorities, check_own_files
from plumbing.secrets import Secret
from plumbing.settings import Section

ANCESTOR_KEY: Final = "signed.key"
ANCESTOR_CERTIFICATE: Final = "signed.pem"
ANCESTOR_CA: Final = "trusted_authority.cert"


class KafkaSettings(Section):
    """Section `[kafka]`: the connection."""

    section: ClassVar[str] = "kafka"

    bootstrap: str = "127.0.0.1:9092"
    """Brokers to begin with, as host:port,host:port."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How to talk to the brokers; SSL where `certificates` is given. Host names are checked."""
    certificates: Path | None = None
    """Folder with signed.key, signed.pem and trusted_authority.cert (FLIQE's kafka_certificates)."""
    ssl_ca: Path | None = None
    """PEM file of the authority that signed the brokers' certificates."""
    ssl_certificate: Path | None = None
    """PEM file of our certificate, for mTLS."""
    ssl_key: Path | None = None
    """PEM file of our private key, for mTLS."""
    ssl_key_password: Secret | None = None
    """Password of the private key: file:PATH or env:NAME."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """How to log in, where the protocol is SASL_*."""
    sasl_username: str | None = None
    """Account, where the protocol is SASL_*."""
    sasl_password: Secret | None = None
    """Password of the account: file:PATH or env:NAME."""

    @model_validator(mode="before")
    @classmethod
    def _unfold_certificates(cls, values: Any) -> Any:
        """Let the ancestor's folder stand for the three files and for SSL; what is said explicitly wins."""
        if not isinstance(values, dict) or not values.get("certificates"):
            return values
        folder = Path(str(values["certificates"]))
        files = {"ssl_key": ANCESTOR_KEY, "ssl_certificate": ANCESTOR_CERTIFICATE, "ssl_ca": ANCESTOR_CA}
        return {"security_protocol": "SSL", **{field: folder / name for field, name in files.items()}, **values}

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name in ("ssl_ca", "ssl_certificate", "ssl_key"):
            path = getattr(self, name)
            if path is not None and not os.path.isfile(path):
                message = f"{name}: there is no file {str(path)!r}"
                raise ValueError(message)
        self._check_protocol()
        self._check_files()
        return self

    def _check_protocol(self) -> None:
        """Refuse what would be passed over, such as certificates for a connection that is not encrypted."""
        protocol = self.security_protocol
        if protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            message = f"security_protocol {protocol} needs sasl_username and sasl_password"
            raise ValueError(message)
        if not protocol.startswith("SASL") and (self.sasl_username or self.sasl_password):
            message = f"an account is given, and security_protocol {protocol} would not log in: give SASL_SSL"
            raise ValueError(message)
        if not protocol.endswith("SSL") and (self.ssl_ca or self.ssl_certificate or self.ssl_key):
            better = protocol.replace("PLAINTEXT", "SSL")
            message = f"certificates are given, and security_protocol {protocol} would not encrypt: give {better}"
            raise ValueError(message)

    def _check_files(self) -> None:
        if (self.ssl_certificate is None) != (self.ssl_key is None):
            message = "ssl_certificate and ssl_key belong together: give both, or neither"
            raise ValueError(message)
        if self.ssl_ca is not None:
            check_authorities(self.ssl_ca)
        if self.ssl_certificate is not None and self.ssl_key is not None:
            password = "" if self.ssl_key_password is None else self.ssl_key_password.get_secret_value()
            check_own_files(self.ssl_certificate, self.ssl_key, password)

    def client_config(self) -> dict[str, Any]:
        """Return the connection in librdkafka's words. Holds secrets: never log it."""
        config: dict[str, Any] = {
            "bootstrap.servers": self.bootstrap,
            "security.protocol": self.security_protocol,
            "ssl.ca.location": self.ssl_ca,
            "ssl.certificate.location": self.ssl_certificate,
            "ssl.key.location": self.ssl_key,
            "ssl.key.password": self.ssl_key_password and self.ssl_key_password.get_secret_value(),
        }
        if self.security_protocol.endswith("SSL"):
            config["ssl.endpoint.identification.algorithm"] = "https"  # the broker's host name is checked
        if self.security_protocol.startswith("SASL"):
            config["sasl.mechanism"] = self.sasl_mechanism
            config["sasl.username"] = self.sasl_username
            config["sasl.password"] = self.sasl_password and self.sasl_password.get_secret_value()
        return {key: str(value) for key, value in config.items() if value is not None}


class TopicSettings(Section):
    """Section `[topics]`: names and shape of the topics."""

    section: ClassVar[str] = "topics"

    frames: str = "thermal-frames"
    """Topic of the JPEG frames."""
    results: str = "image-quality-data"
    """Topic of the results, one JSON record per scored frame."""
    rejected: str = "thermal-frames-rejected"
    """Topic of the frames that cannot be scored, with the reason."""
    events: str = "image-quality-events"
    """Topic of what happened to streams: gaps, faults, alarms."""
    create: bool = True
    """Create topics that are missing; else a missing topic is an error."""
    partitions: int = Field(default=12, ge=1, le=1000)
    """Partitions of a topic that is created, and the least that an existing one must have."""
    replication: int = Field(default=1, ge=1, le=10)
    """Replicas of a topic that is created; from 3 on, two must have a record before it counts."""
    frame_retention_hours: float = Field(default=24.0, gt=0)
    """How long a created frame topic keeps frames."""
    result_retention_hours: float = Field(default=24.0 * 7, gt=0)
    """How long a created result topic keeps results."""
    max_frame_bytes: int = Field(default=4 * 2**20, ge=10_000, le=64 * 2**20)
    """Largest frame in bytes; sets producer, topic and consumer."""

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names = [self.frames, self.results, self.rejected, self.events]
        if len(set(names)) < len(names):
            message = f"the four topics must differ, got {names}"
            raise ValueError(message)
        for name in names:
            check_topic_name(name)
        return self


def check_topic_name(name: str) -> None:
    """Check a topic name by Kafka's own rule.

    Raises:
        SettingsError: It has other than 1 to 249 of the characters a-z, A-Z, 0-9, `.`, `_` and `-`, or is `.` or `..`.
    """
    legal = name.isascii() and name.replace(".", "a").replace("_", "a").replace("-", "a").isalnum()
    if not legal or len(name) > 249 or name in {".", ".."}:
        message = f"expected a topic name of 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_', '-', got {name!r}"
        raise SettingsError(message)
