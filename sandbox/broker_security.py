"""How a sandbox broker protects its client listener."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)

from sandbox.errors import SandboxError

SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_LOGIN_MODULES: Final = {
    "PLAIN": "org.apache.kafka.common.security.plain.PlainLoginModule",
    "SCRAM-SHA-256": "org.apache.kafka.common.security.scram.ScramLoginModule",
    "SCRAM-SHA-512": "org.apache.kafka.common.security.scram.ScramLoginModule",
}
_SCRAM_ITERATIONS: Final = 4096  # the least that Kafka takes
_REQUEST_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class BrokerTls:
    """TLS from PEM files, in the form that Kafka reads."""

    keystore: Path
    """Private key (PKCS 8) and certificate chain of the broker, in one file."""
    truststore: Path | None = None
    """Authorities whose client certificates are accepted. With one, a client certificate is required (mTLS)."""


@dataclass(frozen=True, slots=True)
class BrokerSecurity:
    """What clients must bring; nothing by default."""

    tls: BrokerTls | None = None
    mechanism: SaslMechanism = "SCRAM-SHA-512"
    """How accounts log in."""
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Accounts and their passwords; with one or more, clients must log in."""

    def __post_init__(self) -> None:
        for user, password in self.users.items():
            if not user.isalnum() or not password.isalnum():
                message = f"expected accounts and passwords of letters and digits, the account {user!r} is other"
                raise SandboxError(message)

    @property
    def protocol(self) -> str:
        """Kafka's name for it."""
        transport = "SSL" if self.tls else "PLAINTEXT"
        return f"SASL_{transport}" if self.users else transport

    def properties(self, listener: str) -> dict[str, str]:
        """Return what server.properties says of a listener that is protected so."""
        return {f"listener.name.{listener.lower()}.{key}": value for key, value in (self._tls() | self._sasl()).items()}

    def add_users(self, admin: AdminClient) -> None:
        """Enter the SCRAM accounts into a running broker; PLAIN ones stand in server.properties."""
        if not self.mechanism.startswith("SCRAM") or not self.users:
            return
        kind = ScramMechanism[self.mechanism.replace("-", "_")]
        info = ScramCredentialInfo(kind, _SCRAM_ITERATIONS)
        changes: list[UserScramCredentialAlteration] = [
            UserScramCredentialUpsertion(user, info, password.encode()) for user, password in self.users.items()
        ]
        for outcome in admin.alter_user_scram_credentials(changes, request_timeout=_REQUEST_S).values():
            outcome.result(_REQUEST_S)

    def _tls(self) -> dict[str, str]:
        if self.tls is None:
            return {}
        stores = {"ssl.keystore.type": "PEM", "ssl.keystore.location": str(self.tls.keystore)}
        if self.tls.truststore is None:
            return stores
        return stores | {
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(self.tls.truststore),
            "ssl.client.auth": "required",
        }

    def _sasl(self) -> dict[str, str]:
        if not self.users:
            return {}
        login = f"{_LOGIN_MODULES[self.mechanism]} required"
        if self.mechanism == "PLAIN":
            login += "".join(f' user_{user}="{password}"' for user, password in self.users.items())
        return {
            "sasl.enabled.mechanisms": self.mechanism,
            f"{self.mechanism.lower()}.sasl.jaas.config": f"{login};",
        }
