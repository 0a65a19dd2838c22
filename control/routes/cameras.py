"""Cameras: how each does, its recent results, its latest picture."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response
from pydantic import TypeAdapter

from control import views
from control.errors import NoPictureError
from control.problems import described
from control.routes.plane import Plane, Who
from control.schemas import CameraView, QualityAnswer
from flir_iqa.records import format_timestamp

router = APIRouter(prefix="/v1/cameras", tags=["cameras"])

CameraId = Annotated[str, Path(max_length=128, description="The camera's id.")]

_VIEW: Final = TypeAdapter(CameraView)
_JPEG_ANSWER = {"description": "The latest scored frame.", "content": {"image/jpeg": {}}}


@router.get("", response_model=list[CameraView])
def list_cameras(plane: Plane, who: Who) -> Response:
    """List all cameras: those that are described, and those that results came of."""
    # written one by one: of ten thousand cameras, checking and keeping what we made would take most of the time
    body = b"[" + b",".join(map(_VIEW.dump_json, views.cameras(plane, who))) + b"]"
    return Response(body, media_type="application/json")


@router.get("/{camera_id}", responses=described(404))
def get_camera(plane: Plane, who: Who, camera_id: CameraId) -> CameraView:
    """Describe one camera."""
    return views.camera(plane, camera_id, who)


@router.get("/{camera_id}/quality", responses=described(404, 422))
def get_quality(
    plane: Plane,
    camera_id: CameraId,
    last: Annotated[int, Query(ge=1, le=100_000, description="How many, at most.")] = 300,
) -> QualityAnswer:
    """Return the recent results of a camera, from memory."""
    plane.check_camera(camera_id)
    return QualityAnswer(id=camera_id, points=views.points(plane.results.points(camera_id, last)))


@router.get("/{camera_id}/picture", response_class=Response, responses={200: _JPEG_ANSWER, **described(404, 503)})
def get_picture(plane: Plane, camera_id: CameraId) -> Response:
    """Return the latest scored frame as JPEG; headers say when it was captured and how old it is."""
    picture = plane.picture(camera_id)
    if picture is None:
        message = f"no frame of {camera_id!r} was scored yet"
        raise NoPictureError(message)
    age_s = max(0.0, (plane.now() - picture.captured_at).total_seconds())
    headers = {
        "X-Captured-At": format_timestamp(picture.captured_at),
        "X-Age-Ms": f"{age_s * 1000:.0f}",
        "X-Frame-Id": picture.frame_id,
    }
    return Response(picture.jpeg, headers=headers, media_type="image/jpeg")
