"""Who may use the API: whoever has the token; where there is none, whoever sits at this machine."""

import math
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from control.failure_limit import FailureLimit
from control.hidden_addresses import without_addresses
from control.problems import problem_response
from control.roles import Role, needed_role
from control.token_file import TokenEntry, digest_of

PUBLIC_PATHS: Final = frozenset({"/", "/livez", "/healthz", "/readyz", "/docs", "/openapi.json", "/favicon.ico"})
PUBLIC_FOLDERS: Final = ("/page/", "/static-offline-docs/")
"""What holds no state of the plant: the page's shell, which asks for the token itself, and the API's description."""

_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAccess:
    """Middleware: everything but the public paths asks for `Authorization: Bearer <token>`, of a role that may do it.

    Args:
        app: What is protected.
        tokens: Whom to let in.
        limit: Slows down whoever tries tokens. It also keeps a right token of that address out, or guessing would not
            be slowed down; a request without a token is no try.
    """

    def __init__(self, app: ASGIApp, tokens: Sequence[TokenEntry], limit: FailureLimit) -> None:
        self._app = app
        self._tokens = {entry.digest: entry for entry in tokens}
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http" or _is_public(scope["path"]):
            await self._app(scope, receive, send)
            return
        given = self._given(scope)
        if isinstance(given, JSONResponse):
            await given(scope, receive, send)
            return
        scope.setdefault("state", {})["role"] = given.role
        await self._app(scope, receive, without_addresses(send) if given.role == Role.VIEWER else send)

    def _given(self, scope: Scope) -> TokenEntry | JSONResponse:
        """Return whose token it is, or the refusal."""
        address = (scope.get("client") or ("", 0))[0]
        wait_s = self._limit.wait_s(address)
        if wait_s > 0:
            detail = f"too many wrong tokens came from this address; try again in {wait_s:.0f} s"
            return problem_response(429, detail, headers={"Retry-After": str(math.ceil(wait_s))})
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        tries = scheme.lower() == "bearer" and bool(token.strip())
        # found by its hash: how long that takes tells nothing of how much of a guess is right
        entry = self._tokens.get(digest_of(token.strip())) if tries else None
        if entry is None:
            if tries:
                self._limit.failed(address)
            detail = "this needs the header Authorization: Bearer <token>, with a token of the control plane"
            return problem_response(401, detail, headers={"WWW-Authenticate": 'Bearer realm="flir-iqa"'})
        needed = needed_role(scope["method"], scope["path"])
        if entry.role < needed:
            detail = f"this needs the role {needed.label}; the token {entry.name!r} is of the role {entry.role.label}"
            return problem_response(403, detail)
        return entry


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
        if scope["type"] == "http":
            scope.setdefault("state", {})["role"] = Role.ADMIN
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
