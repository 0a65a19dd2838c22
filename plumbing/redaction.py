"""Keeps credentials out of every text that leaves the process."""

import re
from typing import Final
from urllib.parse import quote

MASK: Final = "***"

# The password runs to the last `@` before a slash or white space: people put unescaped `@` and `#` into passwords.
_USER_INFO: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?P<user>[^/\s:@]*)(?::[^/\s]*)?@")
_PARAMETER: Final = re.compile(
    r"(?P<name>[?&;][a-z_]*(?:pass(?:word|wd)?|pwd|secret|token|api_?key|auth|signature)=)[^&#\s'\"]*",
    re.IGNORECASE,
)


def redact(text: str, *secrets: str) -> str:
    """Mask passwords in URLs, secret query parameters, and the given secrets, wherever they stand in `text`.

    The user name stays: it tells an operator which account was refused.
    """
    for secret in sorted({s for s in secrets if s} | {quote(s, safe="") for s in secrets if s}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    text = _USER_INFO.sub(_mask_password, text)
    return _PARAMETER.sub(rf"\g<name>{MASK}", text)


def _mask_password(match: re.Match[str]) -> str:
    has_password = ":" in match.group(0)[len(match["scheme"]) :]
    return f"{match['scheme']}{match['user']}{':' + MASK if has_password else ''}@"
