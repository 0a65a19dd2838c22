"""The PEM files of a TLS connection: looked into before librdkafka, whose errors name neither file nor remedy."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

_LARGEST_BYTES: Final = 4 * 2**20
"""More than the authorities of a whole operating system take."""


def check_authorities(path: Path) -> None:
    """Check that a file holds certificates of authorities.

    Raises:
        ValueError: It does not; the text names the file.
    """
    read_certificates(path)


def check_own_files(certificate: Path, key: Path, password: str) -> None:
    """Check that our certificate and our private key can be read and belong together.

    Whether the certificate has expired is left to the broker, and to `expiry_of` once it refuses: the files are read
    again at each new connection, so that a renewed one is taken without a restart.

    Args:
        certificate: PEM file, our certificate first.
        key: PEM file of the private key.
        password: What the key is encrypted with; empty where it is not.

    Raises:
        ValueError: They cannot be used; the text names the file and the remedy, never the password.
    """
    ours = read_certificates(certificate)[0].public_key()
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if ours.public_bytes(*form) != _read_key(key, password).public_key().public_bytes(*form):
        message = (
            f"the private key {str(key)!r} does not belong to the certificate {str(certificate)!r}: give the two files "
            "that were issued together, our own certificate first in its file"
        )
        raise ValueError(message)


def read_certificates(path: Path) -> Sequence[x509.Certificate]:
    """Read the certificates in a PEM file; at least one.

    Raises:
        ValueError: There is none, or one is damaged; the text names the file.
    """
    data = _read(path)
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError as error:
        message = f"{str(path)!r} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----), or a damaged one"
        raise ValueError(message) from error


def validity_of(path: Path) -> tuple[datetime, datetime]:
    """Return from when to when the first certificate in a PEM file is valid, aware UTC.

    Raises:
        ValueError: There is none.
    """
    first = read_certificates(path)[0]
    return first.not_valid_before_utc, first.not_valid_after_utc


def _read_key(path: Path, password: str) -> PrivateKeyTypes:
    data = _read(path)
    encrypted = b"ENCRYPTED" in data
    if encrypted and not password:
        message = f"the private key {str(path)!r} is encrypted: give its password, ssl_key_password = file:PATH"
        raise ValueError(message)
    try:
        return load_pem_private_key(data, password.encode() if encrypted else None)
    except (ValueError, TypeError) as error:  # UnsupportedAlgorithm is for keys of kinds that TLS does not know
        remedy = "is ssl_key_password right?" if encrypted else "expected PEM (-----BEGIN PRIVATE KEY-----)"
        message = f"the private key {str(path)!r} cannot be read: {remedy}"
        raise ValueError(message) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        message = f"cannot read {str(path)!r}: {error.strerror}"
        raise ValueError(message) from error
    if len(data) > _LARGEST_BYTES:
        message = f"expected a PEM file of at most {_LARGEST_BYTES} bytes, {str(path)!r} is larger"
        raise ValueError(message)
    return data
