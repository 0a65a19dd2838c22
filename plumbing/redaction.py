"""Keeps credentials out of every text that leaves the process."""

import re
from typing import Final
from urllib.parse import quote, unquote

MASK: Final = "***"
_SHORTEST: Final = 4
"""Masking shorter ones would eat ordinary words."""
_known: Final[set[str]] = set()
"""Each as it is and as it stands in a URL: quoted once, not for each line of the log."""

# The password runs to the last `@` before a slash or white space: people put unescaped `@` and `#` into passwords; and
# accounts are often addresses of mail.
_USER_INFO: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?P<user>[^/\s:]*)(?::(?P<password>[^/\s]*))?@")
_PARAMETER: Final = re.compile(
    r"(?P<name>[?&;][a-z_]*(?:pass(?:word|wd)?|pwd|secret|token|api_?key|auth|signature)=)[^&#\s'\"]*",
    re.IGNORECASE,
)


def never_show(secret: str) -> None:
    """Have this secret masked in all texts that this process redacts from now on: logs, errors, reports, answers."""
    if len(secret) >= _SHORTEST:
        _known.update(_forms(secret))


def passwords_in(url: str) -> set[str]:
    """Return the password in a URL, as it stands there and as it is meant; empty where there is none."""
    match = _USER_INFO.match(url)
    password = match["password"] if match else None
    return {password, unquote(password)} if password else set()


def redact(text: str, *secrets: str) -> str:
    """Mask passwords in URLs, secret query parameters, the given secrets, and those known to this process.

    The user name stays: it tells an operator which account was refused.
    """
    given = {form for secret in secrets if secret for form in _forms(secret)}
    for form in sorted(given | _known, key=len, reverse=True):
        text = text.replace(form, MASK)
    return mask_credentials(text)


def _forms(secret: str) -> tuple[str, str]:
    """Return a secret as it is, and as it stands in a URL."""
    return secret, quote(secret, safe="")


def mask_credentials(text: str) -> str:
    """Mask passwords in URLs and secret query parameters alone: for URLs of our own, of which there may be many."""
    text = _USER_INFO.sub(_mask_password, text)
    return _PARAMETER.sub(rf"\g<name>{MASK}", text)


def _mask_password(match: re.Match[str]) -> str:
    has_password = ":" in match.group(0)[len(match["scheme"]) :]
    return f"{match['scheme']}{match['user']}{':' + MASK if has_password else ''}@"
