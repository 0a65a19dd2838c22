"""Puts the application together: routes, problems, and who may come in."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from fastapi import FastAPI, Security, params
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from control import problems
from control.access import LocalAccess, TokenAccess
from control.body_limit import BodyLimit
from control.control_plane import ControlPlane
from control.exposition import collect
from control.failure_limit import FailureLimit
from control.routes import camera_tools, cameras, fleet, health, metrics, page, processor, results
from control.security_headers import SecurityHeaders
from flir_iqa.version import __version__
from plumbing.metrics.registry import make_registry

_DESCRIPTION: Final = """
Start, stop and watch the scoring of thermal cameras. Errors are problem+json (RFC 9457).
Where the server has a token, send it as `Authorization: Bearer <token>`.
"""


def create_app(plane: ControlPlane) -> FastAPI:
    """Make the application; it opens the control plane when it starts to serve, and closes it at the end."""
    app = FastAPIOffline(
        title="flir-iqa",
        version=__version__,
        description=_DESCRIPTION,
        redoc_url=None,
        lifespan=_lifespan(plane),
    )
    app.state.plane = plane
    app.state.registry = make_registry(lambda: collect(plane), "control")
    for room in (processor, cameras, fleet, camera_tools, results, metrics):
        app.include_router(room.router, dependencies=_described_access(plane))
    for room in (health, page):
        app.include_router(room.router)
    page.mount_files(app)
    problems.install(app)
    _guard(app, plane)
    return app


def _described_access(plane: ControlPlane) -> list[params.Depends]:
    """Have the API's description say that it asks for a token; `TokenAccess` is what checks it."""
    return [Security(HTTPBearer(auto_error=False))] if plane.settings.has_tokens else []


def _guard(app: FastAPI, plane: ControlPlane) -> None:
    """Set up the middleware; what is added last comes first."""
    app.add_middleware(BodyLimit)
    if plane.settings.has_tokens:
        limit = FailureLimit(plane.settings.failures_per_minute)
        app.add_middleware(TokenAccess, tokens=plane.settings.token_entries, limit=limit)
    else:
        app.add_middleware(LocalAccess, host=plane.settings.host)
    app.add_middleware(SecurityHeaders)


def _lifespan(plane: ControlPlane) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(plane.open)
        yield
        await run_in_threadpool(plane.close)

    return lifespan
