"""What the API shows of the control plane: plain values, made from its parts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final, Literal

from control.camera_states import hide, real_state, settings_view
from control.control_plane import ControlPlane
from control.fleet import FleetCamera
from control.pipeline import reports_of
from control.plan import DEFAULT_CAMERA, Plan
from control.recent_results import Point
from control.roles import Role
from control.schemas import (
    BrokerView,
    CameraView,
    ChildView,
    LatencyView,
    PointView,
    ProcessorConfig,
    StatusAnswer,
    SummaryAnswer,
)
from control.supervisor import WORKING, ChildStatus
from flir_iqa.records import QualityRecord, parse_timestamp
from flir_iqa.version import __version__

SILENT_MS: Final = 15_000.0
_DEGRADED: Final = frozenset({"degraded", "restarting"})
_NOTHING_REPORTED: Final[dict[str, Any]] = {
    "width": None,
    "height": None,
    "codec": None,
    "captured": None,
    "published": None,
    "in_flight": None,
    "published_fps": None,
    "dropped": {},
}
_ON_PURPOSE: Final = ("sampled", "late")


def processor_config(plan: Plan, who: Role) -> ProcessorConfig:
    """Say in the ancestor's words what runs: its one processor is the camera `default`, or the only camera."""
    only = next(iter(plan.cameras.values())) if len(plan.cameras) == 1 else None
    camera = plan.cameras.get(DEFAULT_CAMERA, only)
    return ProcessorConfig(
        video_uri=camera.shown_url if camera and who > Role.VIEWER else None,
        kafka_topic=plan.topics.results,
        smoothing_window=plan.smoothing_window,
    )


def status(plane: ControlPlane, who: Role = Role.ADMIN) -> StatusAnswer:
    """Say whether it runs, and why not well; a viewer gets neither the children's lines nor what they count."""
    children = plane.pipeline.children if plane.settings.supervise else {}
    broker = _broker(plane)
    shown = {name: _plain(child, who) for name, child in children.items()}
    reasons = [f"{name}: {child['state']}: {child['error']}" for name, child in shown.items() if child["error"]]
    reasons += [f"broker: {broker.error}"] if broker.state == "down" else []
    reasons += [f"autostart: {plane.autostart_error}"] if plane.autostart_error else []
    failed = any(child.state == "failed" for child in children.values())
    degraded = bool(broker.state == "down" or plane.autostart_error) or any(
        child.state in _DEGRADED for child in children.values()
    )
    return StatusAnswer(
        status=plane.state,
        processor=_processor(plane, who),
        health="failed" if failed else "degraded" if degraded else "ok",
        reasons=reasons,
        supervised=plane.settings.supervise,
        children={name: ChildView(**child) for name, child in shown.items()},
        broker=broker,
        version=__version__,
    )


def cameras(plane: ControlPlane, who: Role) -> Iterator[CameraView]:
    """Describe all cameras that are known, one after the other; for viewers without their addresses."""
    known, producers = plane.fleet.cameras(), plane.pipeline.children["producers"]
    for camera_id in plane.camera_ids():
        yield _camera(plane, camera_id, known.get(camera_id), producers, who)


def camera(plane: ControlPlane, camera_id: str, who: Role) -> CameraView:
    """Describe one camera.

    Raises:
        UnknownCameraError: There is none of that id.
    """
    plane.check_camera(camera_id)
    known, producers = plane.fleet.get(camera_id), plane.pipeline.children["producers"]
    return _camera(plane, camera_id, known, producers, who)


def points(found: Iterable[Point]) -> list[PointView]:
    """Show points as plots need them."""
    return [
        PointView(
            timestamp=point.timestamp,
            raw=point.raw,
            smoothed=point.smoothed,
            distortion=point.distortion,
            latency_ms=point.latency_ms,
        )
        for point in found
    ]


def summary(plane: ControlPlane) -> SummaryAnswer:
    """Add up all cameras."""
    reports = list(reports_of(plane.pipeline.children["producers"]).values())
    dropped: Counter[str] = Counter()
    for report in reports:
        dropped.update(report.get("dropped") or {})
    flow = plane.pipeline.children["dataflow"].counters
    latency = plane.results.latency()
    return SummaryAnswer(
        cameras=len(plane.camera_ids()),
        captured=_total(reports, "captured"),
        published=_total(reports, "published"),
        dropped=dict(dropped),
        in_flight=_total(reports, "in_flight"),
        lost=sum(n for reason, n in dropped.items() if reason not in _ON_PURPOSE) if reports else None,
        scored=flow.get("scored"),
        rejected=flow.get("rejected"),
        lag_frames=flow.get("lag_frames"),
        results_seen=plane.results.count,
        latency=None if latency is None else LatencyView(p50_ms=latency.p50_ms, p99_ms=latency.p99_ms),
    )


def age_ms(plane: ControlPlane, record: QualityRecord) -> float:
    """Return how long ago the frame of a result was captured; clocks of two machines never make it negative."""
    return max(0.0, (plane.now() - parse_timestamp(record.timestamp)).total_seconds() * 1000)


def _processor(plane: ControlPlane, who: Role) -> ProcessorConfig | None:
    plan = plane.pipeline.plan
    if plan is not None:
        return processor_config(plan, who)
    latest = plane.results.latest_of_all()
    if plane.state == "stopped" or latest is None:
        return None
    return ProcessorConfig(video_uri=None, kafka_topic=plane.topics.results, smoothing_window=latest.smoothing_window)


def _broker(plane: ControlPlane) -> BrokerView:
    tail = plane.tail.status
    known = tail.state in ("following", "waiting")
    return BrokerView(
        state="up" if known else "down" if tail.state == "lost" else "connecting",
        error=tail.error,
        results_topic=tail.topic,
        results_topic_exists=tail.state == "following" if known else None,
    )


def _plain(child: ChildStatus, who: Role) -> dict[str, Any]:
    if who == Role.VIEWER:
        return {**asdict(child), "error": child.error and "an operator sees why", "last_lines": [], "counters": {}}
    return {**asdict(child), "counters": dict(child.counters)}


def _camera(
    plane: ControlPlane, camera_id: str, known: FleetCamera | None, producers: ChildStatus, who: Role
) -> CameraView:
    latest = plane.results.latest(camera_id)
    age = None if latest is None else age_ms(plane, latest)
    is_ours = plane.settings.supervise and (known is not None or camera_id in plane.fleet.broken)
    state, error = real_state(plane, camera_id, producers) if is_ours else (_result_state(age), None)
    shown = settings_view(known.settings) if known is not None and who > Role.VIEWER else None
    reports = reports_of(producers)
    return CameraView(
        id=camera_id,
        source=known.source if known else "api" if camera_id in plane.fleet.broken else "seen",
        wanted=known.wanted if known and plane.settings.supervise else None,
        url=shown.url if shown else None,
        settings=shown,
        state=state,
        error=hide(error, known.settings, who) if known else error,
        fps=plane.results.rate(camera_id),
        latest=latest,
        age_ms=age,
        latency_ms=latest.latency_ms if latest else None,
        **_reported(reports.get(camera_id, {}), is_now=is_ours and producers.state in WORKING),
    )


def _reported(report: Mapping[str, Any], *, is_now: bool) -> dict[str, Any]:
    """Return what the producer says of a camera; of its condition only while it does say so."""
    if not report:
        return _NOTHING_REPORTED
    names = ("width", "height", "codec", "captured", "published", "in_flight")
    conditions = ("condition", "since", "reconnects") if is_now else ()
    told = {name: report.get(name) for name in (*names, *conditions)}
    return {**told, "published_fps": report.get("fps"), "dropped": report.get("dropped") or {}}


def _result_state(age: float | None) -> Literal["live", "silent"]:
    """Return what can be said of a camera that is not ours."""
    return "live" if age is not None and age < SILENT_MS else "silent"


def _total(reports: Iterable[Mapping[str, Any]], name: str) -> int | None:
    counts = [report.get(name, 0) for report in reports]
    return sum(counts) if counts else None
