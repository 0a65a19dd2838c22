"""A golden check in a terminal: cameras, the worst frames, the verdict."""

from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dataflow.golden.check import CameraCheck, GoldenCheck
from dataflow.golden.difference import Difference
from flir_iqa.drift.summary import summarise

_CAMERA_CELLS: Final = 16


def print_check(check: GoldenCheck, console: Console, n_worst: int) -> None:
    """Print a check.

    Args:
        check: What came of it.
        console: Where.
        n_worst: How many of the frames that moved are listed.
    """
    expected, got = check.expected.model, check.got.model
    console.print(Text(f"expected of  {expected.label}, made by {check.expected.made_by}"), soft_wrap=True)
    console.print(Text(f"checked with {got.label}, by {check.got.made_by}"), soft_wrap=True)
    if not check.same_frames:
        note = "the recording does not hold the very frames that the golden file was made from"
        console.print(Text(f"note: {note}", style="yellow"), soft_wrap=True)
    console.print(_cameras(check))
    moved = check.moved
    if moved and n_worst:
        console.print(_frames(moved[:n_worst]))
        if len(moved) > n_worst:
            console.print(f"and {len(moved) - n_worst} more; --worst N lists more of them")
    console.print(Text(verdict(check), style="bold red" if moved else "green"), soft_wrap=True)


def verdict(check: GoldenCheck) -> str:
    """Say in one line what came of it."""
    moved = check.moved
    if not moved:
        return f"none of {check.n_frames} frames moved by more than {check.tolerance:g}"
    cameras = sum(bool(camera.moved) for camera in check.cameras)
    return (
        f"{len(moved)} of {check.n_frames} frames of {cameras} of {len(check.cameras)} cameras moved by more than "
        f"{check.tolerance:g}, the worst by {moved[0].by:.4f}"
    )


def _cameras(check: GoldenCheck) -> Table:
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("camera", min_width=_CAMERA_CELLS, overflow="fold")
    for column in ("frames", "moved", "by at most", "mean d", "mean |d|", "max |d|", "flips"):
        table.add_column(column, justify="right")
    for camera in check.cameras:
        table.add_row(Text(camera.camera_id), *_cells(camera), style="red" if camera.moved else None)
    return table


def _cells(camera: CameraCheck) -> list[str]:
    counts = [str(camera.n_frames), str(len(camera.moved)), f"{camera.worst:.4f}" if camera.moved else "-"]
    if not camera.pairs:
        return [*counts, "-", "-", "-", "-"]
    summary = summarise(camera.pairs)
    return [
        *counts,
        f"{summary.mean_difference:+.4f}",
        f"{summary.mean_absolute_difference:.4f}",
        f"{summary.max_absolute_difference:.4f}",
        str(summary.n_flips),
    ]


def _frames(worst: list[Difference]) -> Table:
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("camera", overflow="fold")
    table.add_column("frame", overflow="fold")
    table.add_column("captured", no_wrap=True)
    table.add_column("by", justify="right")
    table.add_column("what", overflow="fold")
    for each in worst:
        table.add_row(
            Text(each.camera_id), Text(each.frame_id), Text(each.timestamp), f"{each.by:.4f}", Text(each.what)
        )
    return table
