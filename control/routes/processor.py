"""The ancestor's three endpoints: /start, /stop, /status. Plain functions: they may wait, in threads of their own."""

from typing import Annotated

from fastapi import APIRouter, Body
from starlette.exceptions import HTTPException

from control import views
from control.problems import described
from control.roles import Role
from control.routes.plane import Plane, Who
from control.schemas import StartAnswer, StartRequest, StatusAnswer, StopAnswer

router = APIRouter(tags=["processor"])


@router.post("/start", responses=described(400, 409, 413, 422, 503))
def start(plane: Plane, who: Who, body: Annotated[StartRequest | None, Body()] = None) -> StartAnswer:
    """Start scoring: the camera `default` with the given address, or without one the configured cameras.

    Answers when producer and dataflow have accepted their settings; if one does not, nothing stays started.
    """
    order = body or StartRequest()
    if order.video_uri is not None and who < Role.ADMIN:
        raise HTTPException(403, "to start an address needs the role admin; an operator starts what is described")
    plan = plane.start(order.video_uri, order.kafka_topic, order.smoothing_window)
    return StartAnswer(status="RTSP to Kafka processing started.", config=views.processor_config(plan, who))


@router.post("/stop", responses=described(400, 409))
def stop(plane: Plane) -> StopAnswer:
    """Stop scoring. Frames that are published already are scored first where that takes no long time."""
    plane.stop()
    return StopAnswer(status="RTSP to Kafka processing stopped.")


@router.get("/status")
def status(plane: Plane, who: Who) -> StatusAnswer:
    """Say whether it runs, how its parts do, and why a dead one died."""
    return views.status(plane, who)
