"""Refuses bodies that no request of ours needs, before they are read."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from control.problems import problem_response

MAX_BODY_BYTES: Final = 64 * 1024
LARGER: Final = {"/v1/cameras/import": 8 * 2**20}
"""Where more is needed: 20,000 cameras take some four megabytes."""


class BodyLimit:
    """Middleware: a body over the limit is answered with 413, whether its length was announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = LARGER.get(scope["path"], MAX_BODY_BYTES)
        detail = f"expected a body of at most {most} bytes"
        announced = Headers(scope=scope).get("content-length", "0")
        if not (announced.isascii() and announced.isdigit()) or int(announced) > most:
            headers = {"Connection": "close"}  # the rest of the body is not read
            await problem_response(413, f"{detail}, got {announced[:20]}", headers=headers)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most, detail), send)


def _counted(receive: Receive, most: int, detail: str) -> Receive:
    n_bytes = 0

    async def receive_counted() -> Message:
        nonlocal n_bytes
        message = await receive()
        n_bytes += len(message.get("body", b""))
        if n_bytes > most:
            raise HTTPException(413, detail, headers={"Connection": "close"})
        return message

    return receive_counted
