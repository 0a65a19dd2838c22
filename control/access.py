"""Who may use the API: whoever has the token; where there is none, whoever sits at this machine."""

import hmac
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from control.problems import problem_response

PUBLIC_PATHS: Final = frozenset({"/", "/livez", "/healthz", "/readyz", "/docs", "/openapi.json", "/favicon.ico"})
PUBLIC_FOLDERS: Final = ("/page/", "/static-offline-docs/")
"""What holds no state of the plant: the page's shell, which asks for the token itself, and the API's description."""

_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAccess:
    """Middleware: everything but the public paths asks for `Authorization: Bearer <token>`."""

    def __init__(self, app: ASGIApp, token: SecretStr) -> None:
        self._app = app
        self._expected = token.get_secret_value().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] == "http" and not _is_public(scope["path"]) and not self._has_token(Headers(scope=scope)):
            headers = {"WWW-Authenticate": 'Bearer realm="flir-iqa"'}
            detail = "this needs the header Authorization: Bearer <token>, with the token of the control plane"
            await problem_response(401, detail, headers=headers)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _has_token(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        # compared in constant time, or the time would tell how much of a guess is right
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self._expected)


class LocalAccess:
    """Middleware for a server on loopback without a token: keeps web pages of others out of it.

    A page on the internet can make a browser ask us: under a name of its own that leads to 127.0.0.1 (DNS rebinding,
    seen by the Host header), or across origins (seen by Origin and Sec-Fetch-Site).
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = _LOOPBACK_NAMES | {host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        refusal = self._refusal(scope["method"], Headers(scope=scope)) if scope["type"] == "http" else None
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if _name_in(f"//{host}") not in self._names:
            names = ", ".join(sorted(self._names))
            return problem_response(400, f"expected a request to one of {names}, got the host {host[:100]!r}")
        if method in _SAFE_METHODS:
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if (origin is not None and _netloc_in(origin) != host.lower()) or site not in ("none", "same-origin"):
            return problem_response(403, f"a page of another origin may not do this; the origin is {origin!r:.100}")
        return None


def _is_public(path: str) -> bool:
    return path in PUBLIC_PATHS or path.startswith(PUBLIC_FOLDERS)


def _name_in(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _netloc_in(origin: str) -> str:
    # `null` and nonsense have none
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
