"""Many cameras at once, and a camera tried before it is kept."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from control.camera_bodies import ImportAnswer, TrialAnswer, TrialBody
from control.import_rows import rows_of_csv, rows_of_toml
from control.importing import take_rows
from control.problems import described
from control.routes.plane import Plane
from flir_iqa.errors import SettingsError

router = APIRouter(prefix="/v1/cameras", tags=["cameras"])

_READERS = {"text/csv": rows_of_csv, "application/toml": rows_of_toml}
_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in _READERS}}
}


@router.post("/import", responses=described(400, 401, 403, 409, 413, 415, 429, 503, 507), openapi_extra=_BODY)
async def import_cameras(plane: Plane, request: Request) -> ImportAnswer:
    """Make or replace many cameras: CSV with a head (`id,url,fps,...`), or TOML as in the configuration file.

    Rows that cannot be used are told, one by one; the others are kept, all in one.
    """
    plane.check_supervising()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _READERS:
        raise HTTPException(415, f"expected a body of {' or '.join(_READERS)}, got {kind[:80]!r}")
    try:
        text = (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"expected text in UTF-8: {error.reason} at byte {error.start}"
        raise SettingsError(message) from error
    return await run_in_threadpool(lambda: take_rows(plane.fleet, _READERS[kind](text)))


@router.post("/test", responses=described(400, 401, 403, 404, 409, 413, 422, 429, 503))
def test_camera(plane: Plane, body: TrialBody) -> TrialAnswer:
    """Try a camera and keep nothing: one frame of it, or the reason why none came. Takes seconds."""
    return plane.try_camera(body.id, body.table())
