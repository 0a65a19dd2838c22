"""The drift report in a terminal: a table of cameras, a histogram, the frames that flip, the verdict."""

from itertools import pairwise
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flir_iqa.drift.report import DriftReport
from flir_iqa.drift.scored_pair import ScoredPair
from flir_iqa.drift.summary import HISTOGRAM_EDGES, DriftSummary

_BAR_CELLS: Final = 40
_CAMERA_CELLS: Final = 16
_FLIPS_SHOWN: Final = 20


def print_report(report: DriftReport, console: Console) -> None:
    """Print a drift report."""
    for place, model in zip(("first ", "second"), report.models, strict=True):
        console.print(Text(f"{place}  {model.label}  {model.path}", style="bold"), soft_wrap=True)
    console.print("d: quality of the second less that of the first")
    console.print(_table(report))
    for line in _histogram(report.overall):
        console.print(line)
    _print_flips(report, console)
    if report.unreadable:
        console.print(f"could not be read: {len(report.unreadable)}")
    for line in _verdict(report):
        console.print(line, soft_wrap=True)


def _table(report: DriftReport) -> Table:
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("camera", min_width=_CAMERA_CELLS, overflow="fold")
    for column in ("frames", "mean d", "mean |d|", "median |d|", "p95 |d|", "max |d|", "flips", "same kind", "ranks"):
        table.add_column(column, justify="right")
    for camera, summary in report.cameras.items():
        table.add_row(Text(camera), *_cells(summary))
    if len(report.cameras) > 1:
        table.add_section()
        table.add_row(Text("all"), *_cells(report.overall))
    return table


def _cells(summary: DriftSummary) -> list[str]:
    sizes = (
        summary.mean_absolute_difference,
        summary.median_absolute_difference,
        summary.p95_absolute_difference,
        summary.max_absolute_difference,
    )
    shares = (summary.kind_agreement, summary.rank_correlation)
    return [
        str(summary.n_frames),
        f"{summary.mean_difference:+.3f}",
        *(f"{size:.3f}" for size in sizes),
        str(summary.n_flips),
        *("-" if share is None else f"{share:.3f}" for share in shares),
    ]


def _histogram(summary: DriftSummary) -> list[Text]:
    """One line a bin; a bin that holds a frame shows at least a mark."""
    largest = max(summary.histogram)
    lines = []
    for (low, high), count in zip(pairwise(HISTOGRAM_EDGES), summary.histogram, strict=True):
        cells = -(-count * _BAR_CELLS // largest)
        lines.append(Text(f"{low:+7.3f} .. {high:+7.3f}  {'█' * cells:<{_BAR_CELLS}} {count}"))
    return lines


def _print_flips(report: DriftReport, console: Console) -> None:
    if not report.flips:
        return
    console.print(Text(f"\nframes that flip over 0.5: {len(report.flips)}", style="bold"))
    for pair in report.flips[:_FLIPS_SHOWN]:
        console.print(Text(_flip_line(pair)), no_wrap=True, overflow="ellipsis", crop=True)
    if len(report.flips) > _FLIPS_SHOWN:
        console.print(f"  and {len(report.flips) - _FLIPS_SHOWN} more; --json lists them all")


def _flip_line(pair: ScoredPair) -> str:
    (first, second), kinds = pair.qualities, " -> ".join(pair.distortions)
    return f"  {first:.3f} -> {second:.3f}  {kinds:<32} {pair.frame}"


def _verdict(report: DriftReport) -> list[Text]:
    if report.within_limits is None:
        return []
    if report.within_limits:
        return [Text("within the limits", style="green")]
    return [Text(f"beyond the limits: {breach}", style="bold red") for breach in report.breaches]
