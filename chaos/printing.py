"""The table of what was broken and what came of it."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from chaos.report import Report
from chaos.scenario import Scenario

_NUMBERS: Final = ("times", "frames", "lost", "twice", "order", "wrong", "recovery s", "took s")
_CAPTION: Final = (
    "lost: frames without an outcome; twice: outcomes too many; order: records behind a later frame; "
    "wrong: records that differ from a run without disturbance; recovery: repair to the first result, median / worst"
)


def table_of(reports: Sequence[Report]) -> Table:
    """Draw one line for each scenario."""
    table = Table(
        title="What was broken, and what came of it", title_style="bold", caption=_CAPTION, box=SIMPLE, padding=0
    )
    table.add_column("fault")
    for name in _NUMBERS:
        table.add_column(name, justify="right", no_wrap=True)
    for report in reports:
        table.add_row(*_row(report))
    return table


def listing_of(scenarios: Sequence[Scenario]) -> Table:
    """Draw what there is to choose from."""
    table = Table(show_header=False, box=None)
    table.add_column("name", style="bold", no_wrap=True)
    table.add_column("fault")
    for scenario in scenarios:
        table.add_row(scenario.name, scenario.fault)
    return table


def line_of(report: Report) -> Text:
    """Write one scenario's outcome in one line."""
    sign = Text("✓", "green") if report.kept else Text("✗", "red")
    verdict = report.verdict
    count = "no frames counted" if verdict is None else f"{verdict.n_frames} frames"
    return Text.assemble(sign, f" {report.name}: {report.times} x {report.fault}; {count}, {report.took_s:.0f} s")


def complaints_of(report: Report) -> list[str]:
    """Return each broken promise, and where the logs are."""
    if report.kept:
        return []
    complaints = [*report.broken, *(report.verdict.complaints if report.verdict else ())]
    return [*(f"{report.name}: {each}" for each in complaints), f"{report.name}: logs in {report.logs}"]


def _row(report: Report) -> list[str | Text]:
    verdict, times = report.verdict, report.recoveries_s
    sign = Text("✓", "green") if report.kept else Text("✗", "red")
    if verdict is None:
        counts: list[str | Text] = ["-"] * 5
    else:
        faults = (verdict.lost, verdict.duplicated, verdict.order_breaks, verdict.wrong)
        counts = [f"{verdict.n_frames:,}", *(Text(f"{each:,}", "red" if each else "") for each in faults)]
    recovery = f"{median(times):.1f} / {max(times):.1f}" if times else "-"
    fault = Text.assemble(sign, " ", (report.name, "bold"), "\n", "; ".join([report.fault, *report.notes]))
    return [fault, str(report.times), *counts, recovery, f"{report.took_s:.0f}"]
