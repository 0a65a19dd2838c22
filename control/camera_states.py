"""What a camera is wanted to do, and what it really does."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from control.camera_bodies import CameraStatusAnswer, TaskView
from control.control_plane import ControlPlane
from control.pipeline import reports_of
from control.roles import Role
from control.schemas import SettingsView
from control.supervisor import WORKING, ChildStatus
from flir_iqa.records import parse_timestamp
from plumbing.cameras import CameraSettings
from plumbing.redaction import redact


@lru_cache(maxsize=20_000)
def settings_view(camera: CameraSettings) -> SettingsView:
    """Describe a camera without its password; kept, for lists of thousands ask each second."""
    return SettingsView(
        url=camera.shown_url,
        username=camera.username,
        has_password=camera.password is not None,
        fps=camera.fps,
        transport=camera.transport,
        loop=camera.loop,
    )


def real_state(plane: ControlPlane, camera_id: str, producers: ChildStatus) -> tuple[Any, str | None]:
    """Return what a camera that is described here really does, and why not more."""
    plan = plane.pipeline.plan
    if plan is None:
        error = plane.autostart_error
        is_kept_from_it = error is not None and plane.fleet.wanted(camera_id) == "running"
        return "stopped", plane.fleet.broken.get(camera_id) or (error if is_kept_from_it else None)
    if camera_id not in plan.cameras:
        return "stopped", plane.fleet.broken.get(camera_id)
    if camera_id in plane.pipeline.finished:
        return "finished", None
    report = reports_of(producers).get(camera_id, {})
    if producers.state in WORKING:
        return report.get("state", "connecting"), report.get("error")
    if producers.state == "finished":
        return "finished", report.get("error")
    if producers.state == "failed":
        return "failed", producers.error
    return ("connecting" if producers.state in ("starting", "restarting") else "stopped"), producers.error


def has_failed(plane: ControlPlane, camera_id: str) -> bool:
    """Whether a camera waits after a failure, was given up, or nothing scores it any more."""
    children = plane.pipeline.children
    state, error = real_state(plane, camera_id, children["producers"])
    return state in ("waiting", "failed") or (state == "finished" and error is not None)


def status_of(plane: ControlPlane, camera_id: str, who: Role) -> CameraStatusAnswer:
    """Say how a camera does.

    Raises:
        UnknownCameraError: There is none of that id.
    """
    plane.check_camera(camera_id)
    camera = plane.fleet.get(camera_id)
    if camera is None or not plane.settings.supervise:
        return CameraStatusAnswer(id=camera_id, wanted=None, state="seen", tasks=[])
    children = plane.pipeline.children
    state, error = real_state(plane, camera_id, children["producers"])
    shown = hide(error, camera.settings, who)
    reading = _task(
        camera_id, "producers", state, _since(children["producers"], camera_id), children["producers"], shown
    )
    flow = children["dataflow"]
    scoring = _task(camera_id, "dataflow", flow.state, flow.since, flow, hide(flow.error, camera.settings, who))
    return CameraStatusAnswer(id=camera_id, wanted=camera.wanted, state=state, tasks=[reading, scoring])


def hide(text: str | None, camera: CameraSettings, who: Role) -> str | None:
    """Strike a camera's address out of a text for viewers, also where it is a path; URLs `control.access` strikes."""
    if text is None or who > Role.VIEWER:
        return text
    return text.replace(camera.url, "***").replace(redact(camera.url), "***")


def _since(producers: ChildStatus, camera_id: str) -> datetime | None:
    report: Mapping[str, Any] = reports_of(producers).get(camera_id, {})
    since = report.get("since")
    return parse_timestamp(since) if isinstance(since, str) and producers.state in WORKING else producers.since


def _task(
    camera_id: str, worker: str, state: str, since: datetime | None, child: ChildStatus, error: str | None
) -> TaskView:
    return TaskView(camera=camera_id, state=state, worker=worker, since=since, restarts=child.restarts, error=error)
