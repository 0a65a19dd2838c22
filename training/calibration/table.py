"""What a calibration does, as a table."""

from collections.abc import Sequence
from statistics import fmean

from training.calibration.effect import Figures
from training.calibration.summary import Calibration
from training.evaluation.figure_table import FigureTable, as_text


def calibration_table(calibration: Calibration) -> FigureTable:
    """Show what a calibration does, before > after, a row a camera."""
    title = "Calibration, before > after; each camera under weights fitted on all the others"
    if len(calibration.effects) == 1:
        title = "Calibration, before > after, on the camera that it was fitted on"
    rows = [
        (each.camera, *_joined(_figures_in_row(each.before), _figures_in_row(each.after)))
        for each in calibration.effects
    ]
    before = _means([_figures_in_row(each.before) for each in calibration.effects])
    after = _means([_figures_in_row(each.after) for each in calibration.effects])
    rows.append(("mean", *_joined(before, after)))
    columns = ("data set", "ECE", "accuracy", "false alarms", "in order", "Spearman")
    return FigureTable(title=title, columns=columns, rows=tuple(rows))


def _figures_in_row(figures: Figures) -> tuple[float | None, ...]:
    return (
        figures.calibration_error,
        figures.accuracy,
        figures.false_alarms,
        figures.in_order,
        figures.spearman,
    )


def _means(rows: Sequence[Sequence[float | None]]) -> list[float | None]:
    """Average each column; one with a gap has no mean."""
    columns = [[value for value in column if value is not None] for column in zip(*rows, strict=True)]
    return [fmean(column) if len(column) == len(rows) else None for column in columns]


def _joined(before: Sequence[float | None], after: Sequence[float | None]) -> list[str]:
    return [f"{as_text(first)} > {as_text(second)}" for first, second in zip(before, after, strict=True)]
