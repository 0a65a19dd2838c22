"""Cameras as resources: made, changed, removed, and what is wanted of them. Orders answer at once."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from control import camera_states
from control.camera_bodies import AcceptedAnswer, CameraBody, CameraChange, CameraStatusAnswer
from control.control_plane import ControlPlane
from control.problems import described
from control.routes.cameras import CameraId
from control.routes.plane import Plane, Who
from control.schemas import CameraView
from control.store.cameras import Wanted
from control.views import camera

router = APIRouter(prefix="/v1/cameras", tags=["cameras"])

_WRITING: dict[int | str, dict[str, Any]] = described(400, 401, 403, 409, 413, 422, 429, 503, 507)
_ORDERING: dict[int | str, dict[str, Any]] = described(401, 403, 404, 409, 429, 503, 507)


@router.put("/{camera_id}", responses={201: {"model": CameraView, "description": "Created"}, **_WRITING})
def put_camera(plane: Plane, who: Who, camera_id: CameraId, body: CameraBody, response: Response) -> CameraView:
    """Make a camera, or replace the one of that id. The same once more changes nothing, and disturbs nothing."""
    plane.check_supervising()
    new = plane.fleet.check(camera_id, body.table(), body.wanted)
    if plane.fleet.put({camera_id: new})[camera_id] == "created":
        response.status_code = 201
    return camera(plane, camera_id, who)


@router.patch("/{camera_id}", responses={**_WRITING, **described(404)})
def patch_camera(plane: Plane, who: Who, camera_id: CameraId, body: CameraChange) -> CameraView:
    """Change what is given of a camera (RFC 7396): null goes back to the default."""
    plane.check_supervising()
    table = {**plane.fleet.table_of(camera_id), **body.table()}
    plane.fleet.put({camera_id: plane.fleet.check(camera_id, table, body.wanted)})
    return camera(plane, camera_id, who)


@router.delete("/{camera_id}", status_code=204, responses=_ORDERING)
def delete_camera(plane: Plane, camera_id: CameraId) -> None:
    """Remove a camera, running or not. Its results stay in the topic, and are shown as of one that was seen."""
    plane.check_supervising()
    plane.fleet.remove(camera_id)


@router.get("/{camera_id}/status", responses=described(401, 404, 429))
def get_camera_status(plane: Plane, who: Who, camera_id: CameraId) -> CameraStatusAnswer:
    """Say what is wanted of a camera, what it really does, and how the processes do that work for it."""
    return camera_states.status_of(plane, camera_id, who)


@router.post("/{camera_id}/pause", status_code=202, responses=_ORDERING)
def pause_camera(plane: Plane, camera_id: CameraId) -> AcceptedAnswer:
    """Want a camera to pause; nothing happens where it does. With the last one the processes end."""
    return _want(plane, camera_id, "paused")


@router.post("/{camera_id}/resume", status_code=202, responses=_ORDERING)
def resume_camera(plane: Plane, camera_id: CameraId) -> AcceptedAnswer:
    """Want a camera to run; nothing happens where it does. With the first one the processes start."""
    return _want(plane, camera_id, "running")


@router.post("/{camera_id}/restart", status_code=202, responses=_ORDERING)
def restart_camera(plane: Plane, camera_id: CameraId) -> AcceptedAnswer:
    """Have a camera begin anew, and processes start that were given up; a paused one stays paused."""
    plane.check_supervising()
    running = [camera_id] if plane.fleet.wanted(camera_id) == "running" else []
    plane.restart(running)
    return AcceptedAnswer(cameras=running, wanted=None)


@router.post("/restart", status_code=202, responses=_ORDERING)
def restart_cameras(
    plane: Plane,
    only_failed: Annotated[bool, Query(description="Only those that wait after a failure, or were given up.")] = False,
) -> AcceptedAnswer:
    """Have all cameras that are wanted to run begin anew, and processes start that were given up."""
    plane.check_supervising()
    running = plane.fleet.running()
    chosen = [name for name in running if not only_failed or camera_states.has_failed(plane, name)]
    plane.restart(chosen)
    return AcceptedAnswer(cameras=chosen, wanted=None)


def _want(plane: ControlPlane, camera_id: str, wanted: Wanted) -> AcceptedAnswer:
    plane.check_supervising()
    plane.fleet.want([camera_id], wanted)
    return AcceptedAnswer(cameras=[camera_id], wanted=wanted)
