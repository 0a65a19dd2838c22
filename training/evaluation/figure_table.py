"""A table of figures, as a terminal and a page show it."""

from dataclasses import dataclass

from rich import box
from rich.table import Table

from training.evaluation.bootstrap import Interval

Cell = str | int | float | Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """Figures with one row for each camera, kind or both.

    Attributes:
        title: What was done, and what the figures mean, in one line.
        columns: Their heads; the first is of the names.
        rows: As many cells as columns each.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_text(cell: Cell) -> str:
    """Write a cell: three decimals, an interval in brackets, a dash for what is undefined."""
    if cell is None:
        return "-"
    if isinstance(cell, Interval):
        return f"{cell.value:.3f} [{cell.low:.3f}, {cell.high:.3f}]"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def in_terminal(figures: FigureTable) -> Table:
    """Give the table as rich prints it; an interval stands under its figure."""
    table = Table(title=figures.title, box=box.SIMPLE, padding=(0, 1, 0, 0))
    for index, column in enumerate(figures.columns):
        table.add_column(column, justify="right" if index else "left", overflow="fold", no_wrap=index == 0)
    for row in figures.rows:
        table.add_row(*(as_text(cell).replace(" [", "\n[") for cell in row))
    return table
