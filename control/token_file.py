"""The file of bearer tokens: one line `role:name:hash` for each; the tokens themselves stand nowhere."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

from control.roles import Role
from flir_iqa.errors import SettingsError

_PREFIX: Final = "flir-iqa-"
"""Lets scanners of leaked secrets know our tokens."""
_RANDOM_BYTES: Final = 32
_SCHEME: Final = "sha256$"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HASH: Final = re.compile(r"sha256\$[0-9a-f]{64}")
_MOST_TOKENS: Final = 1000


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """One line of the file."""

    role: Role
    name: str
    """Whose token it is, for people."""
    digest: str
    """`sha256$` and 64 hexadecimal digits."""

    def to_line(self) -> str:
        """Write the line, without its end."""
        return f"{self.role.label}:{self.name}:{self.digest}"


def new_token() -> str:
    """Make a token of 256 random bits; show it once, and keep it nowhere."""
    return _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a token.

    SHA-256 once, without salt or stretching, is enough for a token of 256 random bits: these protect what people make
    up, which is short enough to be tried through. There is no trying 2^256, however fast a hash is.
    """
    return _SCHEME + hashlib.sha256(token.encode()).hexdigest()


def entry_for(role: str, name: str, token: str) -> TokenEntry:
    """Make the entry of a new token.

    Raises:
        SettingsError: The role or the name is none.
    """
    return TokenEntry(Role.of(role), _checked_name(name), digest_of(token))


def parse_tokens(text: str) -> tuple[TokenEntry, ...]:
    """Read a file of tokens; empty lines and those that begin with `#` are passed over.

    Raises:
        SettingsError: A line is none, a name or a token stands there twice, or there is no token at all. The text says
            which line, and never quotes it: it may hold a token that somebody put there by mistake.
    """
    lines = text.splitlines()
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    entries = [_entry(number, line) for number, line in numbered if line and not line.startswith("#")]
    if not 0 < len(entries) <= _MOST_TOKENS:
        message = f"expected 1 to {_MOST_TOKENS} lines role:name:hash, got {len(entries)}; `flir-iqa token` makes them"
        raise SettingsError(message)
    for what in ("name", "digest"):
        if len({getattr(entry, what) for entry in entries}) < len(entries):
            message = f"the tokens' file has the same {what} twice; keep one of the lines"
            raise SettingsError(message)
    return tuple(entries)


def _entry(number: int, line: str) -> TokenEntry:
    role, _, rest = line.partition(":")
    name, _, digest = rest.partition(":")
    if _HASH.fullmatch(digest) and _NAME.fullmatch(name) and role in {one.label for one in Role}:
        return TokenEntry(Role.of(role), name, digest)
    message = (
        f"line {number} of the tokens' file: expected role:name:hash with a role of "
        f"{', '.join(one.label for one in Role)} and a hash as `flir-iqa token` writes it"
    )
    raise SettingsError(message)


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        message = f"expected a name of letters, digits, dot, dash and underscore, at most 64, got {name[:80]!r}"
        raise SettingsError(message)
    return name
