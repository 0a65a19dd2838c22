"""Section `[serve]`: where the control plane listens, who may use it, and how it treats its children."""

from pathlib import Path
from typing import ClassVar, Final, Self

from pydantic import Field, field_validator, model_validator

from control.token_file import TokenEntry, entry_for, parse_tokens
from plumbing.loopback import is_loopback
from plumbing.secrets import Secret
from plumbing.settings import Section

_SHORTEST_TOKEN: Final = 16


class ServeSettings(Section):
    """Section `[serve]`."""

    section: ClassVar[str] = "serve"

    host: str = "127.0.0.1"
    """Address to listen on; beyond loopback only with a token."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 for a free one."""
    token: Secret | None = None
    """Bearer token that the API asks for, at least 16 characters: file:PATH or env:NAME."""
    tokens: Secret | None = None
    """Tokens with roles, one role:name:hash a line as `flir-iqa token` makes them: file:PATH or env:NAME."""
    state_folder: Path | None = None
    """Where cameras made over REST, and what is wanted, are kept; by default ~/.local/state/flir-iqa."""
    failures_per_minute: int = Field(default=30, ge=1)
    """Wrong tokens that one address may send in a minute before it has to wait."""
    supervise: bool = True
    """Whether producer and dataflow are child processes; else they run as services of their own."""
    autostart: bool = False
    """Start the configured cameras at once, as POST /start without a body does."""
    start_timeout_s: float = Field(default=15.0, gt=0, le=300)
    """Seconds that the children have to accept their settings."""
    restart_limit: int = Field(default=5, ge=0)
    """Deaths of a child in a row after which it is not started again."""
    restart_first_s: float = Field(default=0.5, gt=0)
    """Seconds before a dead child is started again; doubles from death to death."""
    restart_longest_s: float = Field(default=30.0, gt=0)
    """Longest wait in seconds before a dead child is started again."""
    restart_healthy_s: float = Field(default=60.0, gt=0)
    """Seconds that a child must live for its earlier deaths to be forgotten."""
    hang_limit_s: float = Field(default=60.0, ge=1)
    """Seconds without a word of a child after which it counts as hung, is killed and started again."""
    points_kept: int = Field(default=600, ge=1, le=100_000)
    """Results of a camera that are kept in memory for plots."""
    cameras_kept: int = Field(default=1000, ge=1, le=100_000)
    """Cameras whose results are kept; the one unheard for the longest time goes first."""

    @field_validator("tokens", mode="after")
    @classmethod
    def _check_tokens(cls, tokens: Secret | None) -> Secret | None:
        if tokens is not None:
            parse_tokens(tokens.get_secret_value())
        return tokens

    @model_validator(mode="after")
    def _check_token(self) -> Self:
        if self.token is not None and len(self.token.get_secret_value()) < _SHORTEST_TOKEN:
            message = f"the token has fewer than {_SHORTEST_TOKEN} characters; make one with: openssl rand -hex 32"
            raise ValueError(message)
        if not self.has_tokens and not self.is_local:
            message = (
                f"host {self.host!r} is reachable from other machines, and there is no token: give one "
                "(openssl rand -hex 32 > api_token; --token file:api_token), or listen on 127.0.0.1"
            )
            raise ValueError(message)
        return self

    @property
    def has_tokens(self) -> bool:
        """Whether the API asks for a token."""
        return self.token is not None or self.tokens is not None

    @property
    def token_entries(self) -> tuple[TokenEntry, ...]:
        """All tokens with their roles; the single token is an admin's."""
        several = () if self.tokens is None else parse_tokens(self.tokens.get_secret_value())
        single = () if self.token is None else (entry_for("admin", "token", self.token.get_secret_value()),)
        return (*single, *several)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the address."""
        return is_loopback(self.host)
