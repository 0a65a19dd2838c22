"""Probes for whoever runs us: alive, and ready. They ask for no token, and tell no details."""

from fastapi import APIRouter, Response

from control import views
from control.routes.plane import Plane
from control.schemas import HealthAnswer

router = APIRouter(tags=["health"])


@router.get("/livez")
@router.get("/healthz")
async def healthz() -> HealthAnswer:
    """Answer while the event loop turns."""
    return HealthAnswer(status="ok")


@router.get("/readyz", responses={503: {"model": HealthAnswer, "description": "Not ready."}})
def readyz(plane: Plane, response: Response) -> HealthAnswer:
    """Say whether Kafka answers and no child was given up; `/status` says why not."""
    status = views.status(plane)
    checks = {"broker": status.broker.state == "up", "children": status.health != "failed"}
    if not all(checks.values()):
        response.status_code = 503
    return HealthAnswer(status="ok" if all(checks.values()) else "not ready", checks=checks)
