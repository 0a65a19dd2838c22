"""Why a broker and we do not come together: librdkafka's reason in an operator's words, with the remedy."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from plumbing.kafka.handshake import Handshake, shake_hands
from plumbing.kafka.key_files import validity_of
from plumbing.kafka.settings import KafkaSettings

_ADDRESS: Final = re.compile(r"[a-z_]+://(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):(?P<port>\d{1,5})/")
_MECHANISMS: Final = re.compile(r"broker's supported mechanisms: (?P<names>[A-Z0-9, -]+?)\s*(?:\(|$)")


Shake = Callable[[KafkaSettings, str, int], Handshake]
"""How a handshake is tried with a host and a port; see `shake_hands`."""


def explain(reason: str, kafka: KafkaSettings, shake: Shake | None = None) -> str | None:
    """Say what a refused connection is about and what to do.

    Some reasons of librdkafka stand for several causes; then a handshake of our own with the broker tells, which may
    take some seconds.

    Args:
        reason: In librdkafka's words.
        kafka: The connection.
        shake: Tries a handshake; over the network by default.

    Returns:
        One line that names the file, the account or the host; None where the reason says all that is known.
    """
    for pattern, explainer in _EXPLAINERS.items():
        if re.search(pattern, reason):
            return explainer(reason, kafka, shake or _shake)
    return None


def _shake(kafka: KafkaSettings, host: str, port: int) -> Handshake:
    return shake_hands(host, port, kafka.ssl_ca)


def _distrusted_broker(reason: str, kafka: KafkaSettings, shake: Shake) -> str | None:
    host, port = _place(reason, kafka)
    found = shake(kafka, host, port)
    broker = f"the certificate of the broker {host}:{port}"
    if found.outcome == "expired":
        return f"{broker} has expired: the broker needs a new one"
    if found.outcome == "not_yet_valid":
        return f"{broker} is not valid yet: are the clocks of both machines right?"
    if found.outcome == "other_host":
        names = ", ".join(found.names) or "others"
        return (
            f"{broker} is for {names}, not for {host!r}: name the broker in --bootstrap (and in its "
            "advertised.listeners) as its certificate does, or have it issued for that name too"
        )
    if found.outcome != "unknown_authority":
        return None
    if kafka.ssl_ca is None:
        return f"{broker} was signed by no authority that this machine trusts: give its PEM file by --ssl-ca"
    return (
        f"{broker} was not signed by the authority in {str(kafka.ssl_ca)!r} (ssl_ca): give the file of the one that did"
    )


def _distrusted_us(_: str, kafka: KafkaSettings, __: Shake) -> str:
    ours = kafka.ssl_certificate
    if ours is None:
        return (
            "the broker asks for a certificate of ours (mTLS): give --ssl-certificate and --ssl-key, "
            "or --certificates FOLDER"
        )
    try:
        begin, end = validity_of(ours)
    except ValueError as error:
        return str(error)
    if end < datetime.now(UTC):
        return f"our certificate {str(ours)!r} expired on {end:%Y-%m-%d}: put a new one in its place"
    if begin > datetime.now(UTC):
        return f"our certificate {str(ours)!r} is valid from {begin:%Y-%m-%d} on: is this machine's clock right?"
    return f"the broker does not take our certificate {str(ours)!r}: give one that an authority it trusts has signed"


def _wrong_login(_: str, kafka: KafkaSettings, __: Shake) -> str:
    return (
        f"the broker refuses the account {kafka.sasl_username!r} by {kafka.sasl_mechanism}: "
        "check sasl_username and sasl_password, and that the account has a password of this mechanism"
    )


def _wrong_mechanism(reason: str, kafka: KafkaSettings, _: Shake) -> str:
    found = _MECHANISMS.search(reason)
    names = found["names"].strip() if found else "another"
    return f"the broker does not take logins by {kafka.sasl_mechanism} but by {names}: give --sasl-mechanism"


def _no_login_asked(_: str, kafka: KafkaSettings, __: Shake) -> str:
    protocol = "SSL" if kafka.security_protocol == "SASL_SSL" else "PLAINTEXT"
    return f"the broker takes no logins on this port: give --security-protocol {protocol}, or its port for logins"


def _no_tls(reason: str, kafka: KafkaSettings, shake: Shake) -> str | None:
    if shake(kafka, *_place(reason, kafka)).outcome != "no_tls":
        return None  # a broker that is going down ends connections too
    protocol = "SASL_PLAINTEXT" if kafka.security_protocol == "SASL_SSL" else "PLAINTEXT"
    return f"the broker speaks no TLS on this port: give its TLS port in --bootstrap, or --security-protocol {protocol}"


def _unknown_name(reason: str, _: KafkaSettings, __: Shake) -> str:
    name = re.search(r"'(?P<name>[^']{1,300})'", reason)
    return f"the host of {name['name'] if name else 'the broker'!r} is not known: is --bootstrap right?"


def _nobody_there(reason: str, _: KafkaSettings, __: Shake) -> str:
    place = re.search(r"#(?P<place>\S+)", reason)
    where = place["place"] if place else "the port"
    return f"nothing listens on {where} (connection refused): is Kafka running, is --bootstrap right?"


def _silent(reason: str, kafka: KafkaSettings, shake: Shake) -> str | None:
    """Explain connections that end without a reason: the broker waits for something that we do not say."""
    host, port = _place(reason, kafka)
    outcome = shake(kafka, host, port).outcome
    if outcome == "away":
        return None
    speaks_tls, use_tls = outcome != "no_tls", kafka.security_protocol.endswith("SSL")
    if speaks_tls and not use_tls:
        protocol = kafka.security_protocol.replace("PLAINTEXT", "SSL")
        return f"the broker speaks TLS on {host}:{port}: give --security-protocol {protocol}, and --ssl-ca"
    if kafka.security_protocol.startswith("SASL"):
        return None
    protocol = "SASL_SSL" if use_tls else "SASL_PLAINTEXT"
    return (
        f"{host}:{port} takes the connection and ends it without a word: it may ask for a login "
        f"(--security-protocol {protocol}), or be no Kafka"
    )


_Explainer = Callable[[str, KafkaSettings, Shake], str | None]

_EXPLAINERS: Final[Mapping[str, _Explainer]] = {
    r"certificate verify failed": _distrusted_broker,
    r"alert (certificate|bad certificate|unknown ca|handshake failure|unsupported certificate)": _distrusted_us,
    r"Unsupported SASL mechanism": _wrong_mechanism,
    r"Request not valid in current SASL state": _no_login_asked,
    r"SASL authentication error": _wrong_login,
    r"PLAINTEXT broker listener|wrong version number|SSL connection closed by peer": _no_tls,
    r"Failed to resolve": _unknown_name,
    r"Connection refused": _nobody_there,
    r"brokers are down": _silent,
}
"""By what librdkafka's text holds; the first that fits counts."""


def _place(reason: str, kafka: KafkaSettings) -> tuple[str, int]:
    """Return the host and port that a reason is about; the first bootstrap broker where it names none."""
    found = _ADDRESS.search(reason) or _ADDRESS.match(f"any://{kafka.bootstrap.partition(',')[0].strip()}/")
    if found is None:
        return kafka.bootstrap, 9092
    return found["host"].strip("[]"), int(found["port"])
