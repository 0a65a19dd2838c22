"""The comparison as tables: one a data set, and one over all of them."""

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from training.comparison.run import Row
from training.comparison.speed import Speed
from training.evaluation.figure_table import Cell, FigureTable

PUBLISHED_NAME: Final = "FLIQE, as published"
PUBLISHED_ACCURACY: Final = 0.859
_PUBLISHED: Final[tuple[Cell, ...]] = (PUBLISHED_NAME, PUBLISHED_ACCURACY, 0.898, 0.773, 0.831, None, None)
"""Of the ancestor's own frames, which are not at hand: it stands beside, it was not measured here."""


def comparison_tables(rows: Sequence[Row], speeds: Sequence[Speed]) -> list[FigureTable]:
    """Give a table for each data set, and then one with mean and worst over the data sets, and the time."""
    names = list(dict.fromkeys(row.figures.name for row in rows))
    return [*(_of_data_set(name, rows) for name in names), _over_all(rows, speeds)]


def _of_data_set(name: str, rows: Sequence[Row]) -> FigureTable:
    members = [row for row in rows if row.figures.name == name]
    return FigureTable(
        title=f"{name}: ancestor's protocol, {members[0].figures.n_scored} frames; positive = distorted, threshold 0.5",
        columns=("measure", "accuracy", "precision", "recall", "F1", "AUC", "ECE"),
        rows=(*map(_figures, members), _PUBLISHED),
    )


def _figures(row: Row) -> tuple[Cell, ...]:
    figures = row.figures
    shares = (figures.accuracy, figures.precision, figures.recall, figures.f1)
    return (row.measure, *shares, figures.auc, figures.calibration_error)


def _over_all(rows: Sequence[Row], speeds: Sequence[Speed]) -> FigureTable:
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, []).append(row)
    taken = {each.measure: each for each in speeds}
    size = f"{speeds[0].width} x {speeds[0].height}" if speeds else "-"
    return FigureTable(
        title=f"Over the data sets, each counted alike; time of one core for a frame of {size}",
        columns=("measure", "accuracy", "worst", "AUC", "worst AUC", "ms", "times model", "fitted"),
        rows=tuple(_overall(members, taken.get(name)) for name, members in by_measure.items()),
    )


def _overall(members: Sequence[Row], speed: Speed | None) -> tuple[Cell, ...]:
    accuracies = [row.figures.accuracy for row in members]
    areas = [row.figures.auc for row in members if row.figures.auc is not None]
    time = (None, None) if speed is None else (f"{speed.cpu_ms:.1f}", f"{speed.times_model:.1f}")
    figures = (fmean(accuracies), min(accuracies), fmean(areas) if areas else None, min(areas, default=None))
    return (members[0].measure, *figures, *time, members[0].fitted)
