"""Camera URLs: what they may hold, and how credentials come in."""

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from flir_iqa.errors import SettingsError
from plumbing.redaction import redact

# User and password run to the last `@` before a slash or white space, as in plumbing.redaction.
_ADDRESS: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user_info>[^/]*)@)?(?P<rest>[^@/]*(?:/.*)?)"
)


def check_printable(url: str) -> str:
    """Return `url` if it holds no white space and no control character, which could smuggle lines into a request.

    Raises:
        SettingsError: It does.
    """
    if not url.isprintable() or " " in url:
        message = f"expected a URL without white space and control characters, got {redact(url)!r}"
        raise SettingsError(message)
    return url


def split_host(url: str, default_port: int) -> tuple[str, int]:
    """Return host and port of a network URL.

    Raises:
        SettingsError: There is no host, or no port that could be.
    """
    bare = without_credentials(url)
    try:
        parts = urlsplit(bare)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        message = f"expected a URL such as rtsp://192.0.2.7/stream, got {redact(url)!r}: {error}"
        raise SettingsError(message) from None
    if not host:
        message = f"expected a URL with a host, such as rtsp://192.0.2.7/stream, got {redact(url)!r}"
        raise SettingsError(message)
    return host, default_port if port is None else port


def without_credentials(url: str) -> str:
    """Return the URL without user and password."""
    match = _ADDRESS.fullmatch(url)
    return url if match is None else f"{match['scheme']}://{match['rest']}"


def credentials_of(url: str) -> tuple[str | None, str | None]:
    """Return user and password in a URL as they were meant, percent-encoding undone; `None` what is not there."""
    match = _ADDRESS.fullmatch(url)
    user, colon, password = (match["user_info"] or "").partition(":") if match else ("", "", "")
    return unquote(user) or None, unquote(password) if colon else None


def with_credentials(url: str, username: str | None, password: str | None) -> str:
    """Return the URL with user and password, percent-encoded; those given win over those in the URL.

    Unescaped characters in the URL's own (`rtsp://user:p#ss@host`) are escaped.
    """
    match = _ADDRESS.fullmatch(url)
    if match is None:
        return url
    url_user, url_password = credentials_of(url)
    user = url_user if username is None else username
    secret = url_password if password is None else password
    if not user and secret is None:
        return without_credentials(url)
    user_info = quote(user or "", safe="") + ("" if secret is None else f":{quote(secret, safe='')}")
    return f"{match['scheme']}://{user_info}@{match['rest']}"
