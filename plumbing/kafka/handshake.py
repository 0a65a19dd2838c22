"""A TLS handshake of our own with a broker that librdkafka could not connect to.

librdkafka says "certificate verify failed" of an unknown authority, of an expired certificate and of a wrong host name
alike, and nothing of a port that speaks TLS to a client that does not. OpenSSL knows; so it is asked once more.
"""

import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

_TIMEOUT_S: Final = 1.5

Outcome = Literal["trusted", "expired", "not_yet_valid", "other_host", "unknown_authority", "refused", "no_tls", "away"]

_BY_VERIFY_CODE: Final[dict[int, Outcome]] = {
    9: "not_yet_valid",  # the numbers of X509_V_ERR_* in OpenSSL's x509_vfy.h
    10: "expired",
    62: "other_host",
    64: "other_host",
}


@dataclass(frozen=True, slots=True)
class Handshake:
    """What came of it."""

    outcome: Outcome
    """`refused`: TLS is spoken, and the broker ended it; `no_tls`: something answers, in another language."""
    names: tuple[str, ...] = ()
    """For `other_host`: the names that the certificate holds."""


def shake_hands(host: str, port: int, authorities: Path | None) -> Handshake:
    """Connect, look at the broker's certificate, and hang up; nothing of ours is shown.

    Args:
        host: The broker, as clients name it.
        port: Its port.
        authorities: PEM file of the authorities to trust; None for the system's.

    Raises:
        OSError: `authorities` cannot be read.
    """
    context = ssl.create_default_context(cafile=authorities)
    try:
        with _connected(context, host, port):
            return Handshake("trusted")
    except ssl.SSLCertVerificationError as error:
        outcome = _BY_VERIFY_CODE.get(error.verify_code, "unknown_authority")
        return Handshake(outcome, _names(context, host, port) if outcome == "other_host" else ())
    except ssl.SSLError as error:
        return Handshake("refused" if "ALERT" in (error.reason or "") else "no_tls")
    except ConnectionResetError:
        return Handshake("no_tls")
    except (OSError, OverflowError, UnicodeError):  # the latter two: a port or a name that cannot be
        return Handshake("away")


def _connected(context: ssl.SSLContext, host: str, port: int) -> ssl.SSLSocket:
    return context.wrap_socket(socket.create_connection((host, port), _TIMEOUT_S), server_hostname=host)


def _names(context: ssl.SSLContext, host: str, port: int) -> tuple[str, ...]:
    """Return the names in a certificate that is good but for its host."""
    context.check_hostname = False
    try:
        with _connected(context, host, port) as connection:
            found = connection.getpeercert() or {}
    except OSError:
        return ()
    pairs = found.get("subjectAltName", ())
    return tuple(str(pair[1])[:100] for pair in pairs if isinstance(pair, tuple) and len(pair) == 2)[:5]
