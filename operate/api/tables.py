"""Cameras as a table for a person."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from operate.api.camera_row import CameraRow


def draw_cameras(rows: Iterable[CameraRow]) -> Table:
    """Return the table, the rows in the order given."""
    table = Table(
        "camera", "wanted", "state", "quality", "distortion", "age", "frames/s", "what", box=None, pad_edge=False
    )
    for row in rows:
        table.add_row(
            Text(row.id),
            row.wanted or "-",
            Text(row.state, _style(row)),
            quality_text(row.quality),
            Text(row.distortion or "-", "yellow" if row.is_distorted else ""),
            age_text(row.age_ms),
            "-" if row.fps is None else f"{row.fps:.1f}",
            Text(row.error or row.url or "", overflow="fold"),
        )
    return table


def quality_text(quality: float | None) -> Text:
    """Return a quality with its colour; the number says it without."""
    if quality is None:
        return Text("-")
    style = "green" if quality >= 0.7 else "yellow" if quality >= 0.5 else "red"
    return Text(f"{quality:.2f}", style)


def age_text(age_ms: float | None) -> str:
    """Return how long ago the newest scored frame was captured."""
    if age_ms is None:
        return "-"
    seconds = max(0.0, age_ms / 1000)
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def _style(row: CameraRow) -> str:
    return "bold red" if row.is_lost else "yellow" if row.is_distorted else ""
