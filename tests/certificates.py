"""Certificates for the tests, made on the spot: an authority, a broker's, a client's."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import trustme
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from sandbox.broker_security import BrokerTls


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
        authority = trustme.CA()
        made = cls(folder / "ca.pem", folder / "broker.pem", folder / "client.key", folder / "client.pem")
        authority.cert_pem.write_to_path(made.ca)
        broker = authority.issue_cert("127.0.0.1", "localhost")
        made.broker.write_bytes(_pkcs8(broker) + _chain(broker))
        client = authority.issue_cert("client@test.invalid")
        made.client_key.write_bytes(_pkcs8(client))
        made.client_certificate.write_bytes(_chain(client))
        return made

    def mutual_tls(self) -> BrokerTls:
        """A broker that asks clients for a certificate of the same authority."""
        return BrokerTls(self.broker, self.ca)

    def tls(self) -> BrokerTls:
        """A broker that shows its certificate and asks for none."""
        return BrokerTls(self.broker)


def _pkcs8(certificate: trustme.LeafCert) -> bytes:
    """Return the key in the one form that Kafka reads."""
    key = load_pem_private_key(certificate.private_key_pem.bytes(), None)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _chain(certificate: trustme.LeafCert) -> bytes:
    return b"".join(blob.bytes() for blob in certificate.cert_chain_pems)
