"""Where a process serves its metrics and probes."""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen at."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: Any) -> Self:
        """Read `9101`, `127.0.0.1:9101` or `[::1]:9101`; a port alone is on loopback.

        Raises:
            ValueError: It is none of these.
        """
        if isinstance(text, cls):
            return text
        host, _, port = str(text).rpartition(":")
        host = (host or LOOPBACK).removeprefix("[").removesuffix("]")
        if not (port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) <= 65535):
            message = "expected a port such as 9101, or host:port such as 127.0.0.1:9101; port 0 takes a free one"
            raise ValueError(message)
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


MetricsAddress = Annotated[Address, BeforeValidator(Address.parse)]
"""A settings field that says where to listen."""
