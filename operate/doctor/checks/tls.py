"""TLS: the brokers' certificates are trusted, are for their hosts and stay valid; ours and the authority's do too."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509

from operate.doctor.finding import Finding
from operate.doctor.places import Place, all_places, bootstrap_places
from operate.doctor.setup import Setup
from plumbing.kafka.handshake import Outcome, shake_hands
from plumbing.kafka.key_files import read_certificates
from plumbing.kafka.settings import KafkaSettings
from plumbing.loopback import is_loopback

WARN_DAYS: Final = 30
_TIMEOUT_S: Final = 3.0
_AT_ONCE: Final = 16

_REFUSED: Final[dict[Outcome, tuple[str, str]]] = {
    "not_yet_valid": ("its certificate is not valid yet", "set the clocks of both machines right"),
    "other_host": ("its certificate is for other hosts", "name the broker as its certificate does, or issue a new one"),
    "unknown_authority": ("its certificate is signed by no authority that we trust", "give its PEM file by --ssl-ca"),
    "no_tls": ("it speaks no TLS on this port", "give its TLS port in --bootstrap, or another --security-protocol"),
}


def check_tls(setup: Setup) -> Iterator[Finding]:
    """Look at the connection's protection, and at each certificate of it."""
    kafka, now = setup.get(KafkaSettings), datetime.now(UTC)
    if not kafka.security_protocol.endswith("SSL"):
        yield _open_connection(kafka)
        return
    if kafka.ssl_ca is not None:
        yield _authorities(kafka.ssl_ca, now)
    if kafka.ssl_certificate is not None:
        end = read_certificates(kafka.ssl_certificate)[0].not_valid_after_utc
        yield expiry(f"ours, {str(kafka.ssl_certificate)!r}", end, now, "put a new one in its place")
    places = all_places(setup.cluster())
    with ThreadPoolExecutor(_AT_ONCE, "tls") as pool:
        for found in pool.map(lambda place: _broker(place, kafka, now), places):
            yield from found


def expiry(subject: str, end: datetime, now: datetime, remedy: str) -> Finding:
    """Say how many days a certificate is still good for."""
    days = (end - now).days
    if end <= now:
        return Finding.failure(subject, f"expired on {end:%Y-%m-%d}", remedy)
    text = f"valid until {end:%Y-%m-%d}, {days} day{'s' * (days != 1)} from now"
    return (
        Finding.warning(subject, text, f"{remedy} before that day") if days < WARN_DAYS else Finding.ok(subject, text)
    )


def _open_connection(kafka: KafkaSettings) -> Finding:
    text = f"{kafka.security_protocol}: frames and results travel unencrypted"
    if kafka.sasl_mechanism == "PLAIN" and kafka.sasl_username:
        return Finding.failure("connection", f"{text}, and so does the password", "give --security-protocol SASL_SSL")
    if all(is_loopback(place.host) for place in bootstrap_places(kafka)):
        return Finding.ok("connection", f"{kafka.security_protocol}, to this machine only")
    protocol = kafka.security_protocol.replace("PLAINTEXT", "SSL")
    return Finding.warning("connection", text, f"give --security-protocol {protocol} and the brokers' TLS port")


def _authorities(path: Path, now: datetime) -> Finding:
    """Judge by the one that lasts longest: a bundle keeps old ones beside their successors."""
    ends = [certificate.not_valid_after_utc for certificate in read_certificates(path)]
    return expiry(f"authority, {str(path)!r}", max(ends), now, "put the authority's new certificate in its place")


def _broker(place: Place, kafka: KafkaSettings, now: datetime) -> Sequence[Finding]:
    if place.port < 0:
        return []  # the check of the addresses says it
    found = shake_hands(place.host, place.port, kafka.ssl_ca)
    if found.outcome == "away":
        return [Finding.warning(str(place), "no certificate to look at, it does not answer")]
    if found.outcome in _REFUSED:
        text, remedy = _REFUSED[found.outcome]
        names = f": {', '.join(found.names)}" if found.names else ""
        return [Finding.failure(str(place), f"{text}{names}", remedy)]
    shown = _shown_certificate(place, kafka)
    if shown is None:
        return [Finding.warning(str(place), "TLS is spoken, and its certificate could not be fetched")]
    return [expiry(f"broker, {place}", shown.not_valid_after_utc, now, "the broker needs a new certificate")]


def _shown_certificate(place: Place, kafka: KafkaSettings) -> x509.Certificate | None:
    """Fetch a broker's certificate without judging it: `shake_hands` has, and an expired one has a day to name too."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    password = None if kafka.ssl_key_password is None else kafka.ssl_key_password.get_secret_value()
    if kafka.ssl_certificate is not None:
        context.load_cert_chain(kafka.ssl_certificate, kafka.ssl_key, password)
    try:
        with (
            socket.create_connection((place.host, place.port), _TIMEOUT_S) as plain,
            context.wrap_socket(plain, server_hostname=place.host) as connection,
        ):
            return x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")
    except (OSError, ValueError):
        return None
