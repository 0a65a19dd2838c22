"""What does a camera cost the flow, and what do 100,000 of them?

    python -m benchmarks.camera_state
    python -m benchmarks.camera_state --cameras 100000 --window 150 --json camera_state.json

The flow's own state of one partition is filled with so many cameras, each with a full window, and takes a frame of
each. What the process grew by (resident memory, as the system counts it) is divided by the cameras. Then come frames
of other cameras, two days later: what is idle must be gone, and the process no larger than before. `--most` shows the
bound on cameras at work.
"""

import gc
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.machine import describe_machine
from dataflow.windows import IDLE_EXPIRY_MS, MOST_CAMERAS, CameraWindow, Windows, WindowSettings

_BEGIN_MS = 1_769_860_800_000
_STATUS = Path("/proc/self/statm")
_PAGE_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured."""

    cameras: int
    """That sent frames."""
    kept: int
    """Of which the state held a window at the end."""
    window: int
    grown_bytes: int
    """By which the process grew."""
    bytes_per_camera: float
    us_per_frame: float
    """Time of one frame of a full state, microseconds."""
    kept_a_day_later: int
    """After a frame of as many other cameras, twice the idle expiry later."""
    grown_a_day_later_bytes: int


@click.command()
@click.option("--cameras", type=click.IntRange(min=1), default=100_000, show_default=True, help="Camera ids.")
@click.option("--window", type=click.IntRange(min=1), default=150, show_default=True, help="Frames of a mean.")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    help="Cameras that are kept.  [default: all; the flow's is 20,000 a partition]",
)
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(cameras: int, window: int, most: int | None, json_path: Path | None) -> None:
    """Measure what the flow's state takes per camera."""
    figures = measure(cameras, window, most or cameras)
    console = Console()
    console.print(f"a camera takes {figures.bytes_per_camera:.0f} bytes of the flow's state", highlight=False)
    table = Table("", "", show_header=False)
    table.add_row("cameras that sent frames", f"{figures.cameras:,}")
    table.add_row("cameras kept", f"{figures.kept:,}")
    table.add_row("window, frames", f"{figures.window:,}")
    table.add_row("memory of all", f"{figures.grown_bytes / 2**20:.0f} MiB")
    table.add_row("time a frame", f"{figures.us_per_frame:.1f} µs")
    table.add_row("as many other cameras later, idle ones gone", f"{figures.kept_a_day_later:,} kept")
    table.add_row("memory then", f"{figures.grown_a_day_later_bytes / 2**20:.0f} MiB")
    table.add_row(f"bound of the flow: {MOST_CAMERAS:,} cameras a partition", f"{_bound_mib(figures):.0f} MiB")
    console.print(table)
    console.print(describe_machine(), highlight=False)
    if json_path is not None:
        json_path.write_text(json.dumps(asdict(figures), indent=2) + "\n")


def measure(n_cameras: int, window: int, most: int) -> Figures:
    """Fill the state of a partition.

    Args:
        n_cameras: How many cameras send frames.
        window: Frames of a mean.
        most: Cameras that are kept.
    """
    windows = Windows(WindowSettings(size=window, most_cameras=most))
    before = _resident_bytes()
    for number in track(range(n_cameras), "filling the windows"):
        values = [number / n_cameras + place / 1e6 for place in range(window)]
        windows.restore(_name("camera", number), CameraWindow(values, seen_ms=_BEGIN_MS))
    begin = time.perf_counter()
    _round(windows, "camera", n_cameras, _BEGIN_MS)
    took_s = time.perf_counter() - begin
    grown, kept = _resident_bytes() - before, len(windows)
    _round(windows, "another", n_cameras, _BEGIN_MS + 2 * IDLE_EXPIRY_MS)
    return Figures(
        cameras=n_cameras,
        kept=kept,
        window=window,
        grown_bytes=grown,
        bytes_per_camera=grown / kept,
        us_per_frame=took_s / n_cameras * 1e6,
        kept_a_day_later=len(windows),
        grown_a_day_later_bytes=_resident_bytes() - before,
    )


def _bound_mib(figures: Figures) -> float:
    return figures.bytes_per_camera * MOST_CAMERAS / 2**20


def _round(windows: Windows, prefix: str, n_cameras: int, now_ms: int) -> None:
    for number in track(range(n_cameras), f"one frame of each {prefix}"):
        windows.push(_name(prefix, number), 0.5, now_ms, None)


def _name(prefix: str, number: int) -> str:
    return f"{prefix}-{number:06d}"


def _resident_bytes() -> int:
    gc.collect()
    return int(_STATUS.read_text().split()[1]) * _PAGE_BYTES


if __name__ == "__main__":
    main()
