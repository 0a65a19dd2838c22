"""A snapshot of a fleet, for a person."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from operate.api.tables import draw_cameras
from operate.status.snapshot import Snapshot

_STYLES: Final = {"ok": "green", "degraded": "yellow", "failed": "bold red"}


def draw(snapshot: Snapshot, most: int) -> RenderableType:
    """Return the whole.

    Args:
        snapshot: What to show.
        most: Cameras that are shown, the greatest trouble first; how many more there are is said.
    """
    rows = snapshot.rows
    parts: list[RenderableType] = [_head(snapshot), *_reasons(snapshot.status), *_children(snapshot.status)]
    if rows:
        parts += [Text(), draw_cameras(rows[:most])]
    else:
        parts.append(Text("there is no camera: flir-iqa cameras add gate rtsp://192.0.2.7/stream"))
    if len(rows) > most:
        parts.append(Text(f"and {len(rows) - most} more with less trouble: flir-iqa cameras list", "dim"))
    return Group(*parts)


def _head(snapshot: Snapshot) -> Text:
    rows, summary = snapshot.rows, snapshot.summary
    text = Text(snapshot.health, _STYLES.get(snapshot.health, ""))
    lost, bad = sum(row.is_lost for row in rows), sum(row.is_distorted and not row.is_lost for row in rows)
    text.append(f"  {len(rows)} camera{'s' * (len(rows) != 1)}: {lost} without pictures, {bad} distorted", "default")
    latency = summary.get("latency") or {}
    numbers = {
        "lag": _count(summary.get("lag_frames"), " frames"),
        "p99": _count(latency.get("p99_ms"), " ms"),
        "lost": _count(summary.get("lost"), " frames"),
        "rejected": _count(summary.get("rejected"), ""),
    }
    text.append("".join(f"  {name} {shown}" for name, shown in numbers.items()), "default")
    return text


def _count(number: float | None, unit: str) -> str:
    return "-" if number is None else f"{number:,.0f}{unit}"


def _reasons(status: Mapping[str, Any]) -> Iterable[Text]:
    return [Text(f"  {reason}", "yellow") for reason in status.get("reasons", ())]


def _children(status: Mapping[str, Any]) -> Iterable[Text]:
    children = status.get("children") or {}
    shown = [f"{name} {child.get('state')}, {child.get('restarts', 0)} restarts" for name, child in children.items()]
    broker = (status.get("broker") or {}).get("state", "?")
    return [Text("  " + "; ".join([*shown, f"Kafka {broker}"]), "dim")]
