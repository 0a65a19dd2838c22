"""Certificates made on the spot, for brokers that ask for them: an authority, a broker's, a client's."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from sandbox.broker_security import BrokerTls

_LONG_AGO: Final = {"not_before": datetime(2019, 1, 1, tzinfo=UTC), "not_after": datetime(2020, 1, 1, tzinfo=UTC)}


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files in one folder."""

    ca: Path
    broker: Path
    """Key and chain of the broker, in one file."""
    client_key: Path
    client_certificate: Path

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Write them all."""
        authority = Authority(folder)
        client = authority.client("client")
        return cls(authority.path, authority.server("broker", "127.0.0.1", "localhost"), *client)

    def mutual_tls(self) -> BrokerTls:
        """A broker that asks clients for a certificate of the same authority."""
        return BrokerTls(self.broker, self.ca)

    def tls(self) -> BrokerTls:
        """A broker that shows its certificate and asks for none."""
        return BrokerTls(self.broker)


class Authority:
    """An authority of its own, and what it signs; all as PEM files in one folder."""

    def __init__(self, folder: Path, name: str = "ca") -> None:
        self._folder = folder
        self._authority = trustme.CA()
        self.path = folder / f"{name}.pem"
        self._authority.cert_pem.write_to_path(self.path)

    def server(self, name: str, *hosts: str, expired: bool = False) -> Path:
        """Write key and chain of a server into one file, as Kafka reads it."""
        made = self._issue(*hosts, expired=expired)
        path = self._folder / f"{name}.pem"
        path.write_bytes(_pkcs8(made) + _chain(made))
        return path

    def client(self, name: str, expired: bool = False, locked_by: str | None = None) -> tuple[Path, Path]:
        """Write a client's key and certificate."""
        made = self._issue(f"{name}@test.invalid", expired=expired)
        key, certificate = self._folder / f"{name}.key", self._folder / f"{name}.pem"
        key.write_bytes(_pkcs8(made, locked_by))
        certificate.write_bytes(_chain(made))
        return key, certificate

    def _issue(self, *hosts: str, expired: bool) -> trustme.LeafCert:
        when: dict[str, Any] = _LONG_AGO if expired else {}
        return self._authority.issue_cert(*hosts, **when)


def _pkcs8(certificate: trustme.LeafCert, locked_by: str | None = None) -> bytes:
    """Return the key in the one form that Kafka reads."""
    key = load_pem_private_key(certificate.private_key_pem.bytes(), None)
    encryption = NoEncryption() if locked_by is None else BestAvailableEncryption(locked_by.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def _chain(certificate: trustme.LeafCert) -> bytes:
    return b"".join(blob.bytes() for blob in certificate.cert_chain_pems)
