"""What the demo shows in the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from sandbox.demo.summary import Summary


def live_table(cameras: Sequence[Mapping[str, Any]], address: str, note: str) -> Table:
    """Draw the cameras as `GET /v1/cameras` describes them."""
    table = Table(title=f"flir-iqa   {address}", caption=note, title_style="bold", expand=False)
    for name in ("camera", "state"):
        table.add_column(name)
    for name in ("smoothed", "raw"):
        table.add_column(name, justify="right")
    table.add_column("distortion")
    for name in ("frames/s", "latency ms", "published"):
        table.add_column(name, justify="right")
    for camera in cameras:
        latest = camera.get("latest") or {}
        table.add_row(
            str(camera["id"]),
            str(camera.get("error") or camera.get("state") or "-"),
            score_text(latest.get("smoothed_image_quality")),
            score_text(latest.get("raw_image_quality")),
            str(latest.get("distortion", "-")).replace("_", " "),
            _number(camera.get("fps"), 1),
            _number(latest.get("latency_ms"), 0),
            _number(camera.get("published"), 0),
        )
    return table


def summary_table(summary: Summary) -> Table:
    """Draw the figures of the whole run."""
    table = Table(title="Summary", show_header=False, title_style="bold")
    table.add_column("what")
    table.add_column("figure", justify="right")
    rows = {
        "frames captured": summary.captured,
        **{f"  dropped: {reason.replace('_', ' ')}": count for reason, count in summary.dropped.items() if count},
        "published": summary.published,
        "scored": summary.scored,
        "rejected": summary.rejected,
        "scored twice": summary.doubled,
        "lost": summary.lost,
    }
    for what, count in rows.items():
        table.add_row(what, str(count))
    table.add_row("latency, capture to scored, p50", f"{summary.latency_p50_ms:.0f} ms")
    table.add_row("latency, capture to scored, p99", f"{summary.latency_p99_ms:.0f} ms")
    return table


def phases_table(summary: Summary) -> Table:
    """Draw how each phase of the film was scored."""
    table = Table(title="Scores by phase of the film", title_style="bold")
    table.add_column("phase")
    table.add_column("frames", justify="right")
    table.add_column("quality", justify="right")
    table.add_column("called")
    for phase in summary.phases:
        row = (phase.name, str(phase.n_frames), score_text(phase.quality), phase.distortion.replace("_", " "))
        table.add_row(*row)
    return table


def score_text(score: float | None) -> Text:
    """Write a score in green, yellow or red."""
    if score is None:
        return Text("-")
    style = "green" if score >= 0.7 else "yellow" if score >= 0.5 else "red"
    return Text(f"{score:.3f}", style=style)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
