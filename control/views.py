"""What the API shows of the control plane: plain values, made from its parts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final, Literal

from control.control_plane import ControlPlane
from control.pipeline import DEFAULT_CAMERA, Plan
from control.recent_results import Point
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
from control.supervisor import ChildStatus
from flir_iqa.records import QualityRecord, parse_timestamp
from flir_iqa.version import __version__
from plumbing.cameras import CameraSettings

SILENT_MS: Final = 15_000.0
_DEGRADED: Final = frozenset({"degraded", "restarting"})
_ON_PURPOSE: Final = "sampled"


def processor_config(plan: Plan) -> ProcessorConfig:
    """Say in the ancestor's words what runs: its one processor is the camera `default`, or the only camera."""
    only = next(iter(plan.cameras.values())) if len(plan.cameras) == 1 else None
    camera = plan.cameras.get(DEFAULT_CAMERA, only)
    return ProcessorConfig(
        video_uri=camera.shown_url if camera else None,
        kafka_topic=plan.topics.results,
        smoothing_window=plan.smoothing_window,
    )


def status(plane: ControlPlane) -> StatusAnswer:
    """Say whether it runs, and why not well."""
    children = plane.pipeline.children if plane.settings.supervise else {}
    broker = _broker(plane)
    reasons = [f"{name}: {child.state}: {child.error}" for name, child in children.items() if child.error]
    reasons += [f"broker: {broker.error}"] if broker.state == "down" else []
    reasons += [f"autostart: {plane.autostart_error}"] if plane.autostart_error else []
    failed = any(child.state == "failed" for child in children.values())
    degraded = bool(broker.state == "down" or plane.autostart_error) or any(
        child.state in _DEGRADED for child in children.values()
    )
    return StatusAnswer(
        status=plane.state,
        processor=_processor(plane),
        health="failed" if failed else "degraded" if degraded else "ok",
        reasons=reasons,
        supervised=plane.settings.supervise,
        children={name: ChildView(**_plain(child)) for name, child in children.items()},
        broker=broker,
        version=__version__,
    )


def cameras(plane: ControlPlane) -> list[CameraView]:
    """Describe all cameras that are known."""
    reports = _camera_reports(plane)
    return [_camera(plane, camera_id, reports.get(camera_id, {})) for camera_id in plane.camera_ids()]


def camera(plane: ControlPlane, camera_id: str) -> CameraView:
    """Describe one camera.

    Raises:
        UnknownCameraError: There is none of that id.
    """
    plane.check_camera(camera_id)
    return _camera(plane, camera_id, _camera_reports(plane).get(camera_id, {}))


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
    reports = list(_camera_reports(plane).values())
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
        lost=sum(dropped.values()) - dropped[_ON_PURPOSE] if reports else None,
        scored=flow.get("scored"),
        rejected=flow.get("rejected"),
        lag_frames=flow.get("lag_frames"),
        results_seen=plane.results.count,
        latency=None if latency is None else LatencyView(p50_ms=latency.p50_ms, p99_ms=latency.p99_ms),
    )


def age_ms(plane: ControlPlane, record: QualityRecord) -> float:
    """Return how long ago the frame of a result was captured; clocks of two machines never make it negative."""
    return max(0.0, (plane.now() - parse_timestamp(record.timestamp)).total_seconds() * 1000)


def _processor(plane: ControlPlane) -> ProcessorConfig | None:
    plan = plane.pipeline.plan
    if plan is not None:
        return processor_config(plan)
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


def _plain(child: ChildStatus) -> dict[str, Any]:
    return {**asdict(child), "counters": dict(child.counters)}


def _camera_reports(plane: ControlPlane) -> Mapping[str, Mapping[str, Any]]:
    """Return what the producer says of its cameras."""
    reports = plane.pipeline.children["producers"].counters.get("cameras", {})
    return reports if isinstance(reports, Mapping) else {}


def _camera(plane: ControlPlane, camera_id: str, report: Mapping[str, Any]) -> CameraView:
    settings: CameraSettings | None = plane.cameras.get(camera_id)
    latest = plane.results.latest(camera_id)
    age = None if latest is None else age_ms(plane, latest)
    is_ours = plane.settings.supervise and settings is not None
    state, error = _camera_state(plane, report) if is_ours else (_result_state(age), None)
    names = ("width", "height", "codec", "captured", "published", "in_flight")
    reports_now = is_ours and plane.pipeline.children["producers"].state in ("running", "degraded")
    conditions = ("condition", "since", "reconnects") if reports_now else ()
    return CameraView(
        id=camera_id,
        url=settings.shown_url if settings else None,
        state=state,
        error=error,
        fps=plane.results.rate(camera_id),
        published_fps=report.get("fps"),
        dropped=report.get("dropped") or {},
        latest=latest,
        age_ms=age,
        latency_ms=latest.latency_ms if latest else None,
        **{name: report.get(name) for name in (*names, *conditions)},
    )


def _result_state(age: float | None) -> Literal["live", "silent"]:
    """Return what can be said of a camera that is not ours."""
    return "live" if age is not None and age < SILENT_MS else "silent"


def _camera_state(plane: ControlPlane, report: Mapping[str, Any]) -> tuple[Any, str | None]:
    if plane.pipeline.plan is None:
        return "stopped", None
    producers = plane.pipeline.children["producers"]
    if producers.state in ("running", "degraded"):
        return report.get("state", "connecting"), report.get("error")
    if producers.state == "finished":
        return "finished", report.get("error")
    return ("connecting" if producers.state == "starting" else "stopped"), None


def _total(reports: Iterable[Mapping[str, Any]], name: str) -> int | None:
    counts = [report.get(name, 0) for report in reports]
    return sum(counts) if counts else None
