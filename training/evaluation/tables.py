"""The tables of each kind of summary: never pooled, one row a camera; mean and worst where cameras are compared."""

from collections.abc import Callable, Sequence
from statistics import fmean

from training.evaluation.balanced import BalancedFigures
from training.evaluation.bootstrap import Interval
from training.evaluation.detection import Detection
from training.evaluation.figure_table import Cell, FigureTable
from training.evaluation.grading import Grading, KindGrading
from training.evaluation.left_out import LeftOut, mean_and_worst
from training.evaluation.recall import Recall


def detection_table(title: str, detections: Sequence[Detection]) -> FigureTable:
    """Give clean against distorted, a row a data set."""
    rows = tuple(
        (
            each.name,
            each.n_scored,
            each.accuracy,
            each.precision,
            each.recall,
            each.f1,
            each.auc,
            each.top1,
            each.calibration_error,
        )
        for each in detections
    )
    return FigureTable(
        title=title,
        columns=("data set", "scored", "accuracy", "precision", "recall", "F1", "AUC", "top-1", "ECE"),
        rows=rows,
    )


def true_noise_table(detections: Sequence[Detection]) -> FigureTable:
    """Give the noise that does not wrap around, beside the ancestor's that does."""
    rows = tuple((each.name, each.n_true_noise, each.true_noise_recall) for each in detections)
    title = "The frames of gaussian_noise once more, with noise of sigma 25 that does not wrap around"
    return FigureTable(title=title, columns=("data set", "scored", "found"), rows=rows)


def left_out_tables(cameras: Sequence[LeftOut]) -> list[FigureTable]:
    """Give the figures with intervals, over the ancestor's kinds and over all, and the recall of each kind."""
    return [
        _balanced_table("Each frame clean and with the ancestor's eight kinds", cameras, lambda each: each.ancestor),
        _balanced_table("Each frame clean and with every kind", cameras, lambda each: each.every),
        _recall_by_kind(cameras),
    ]


def _balanced_table(
    title: str, cameras: Sequence[LeftOut], figures_of: Callable[[LeftOut], BalancedFigures]
) -> FigureTable:
    all_figures = [figures_of(each) for each in cameras]
    by_column: dict[str, tuple[list[Interval | None], bool]] = {
        "accuracy": ([each.accuracy for each in all_figures], True),
        "F1": ([each.f1 for each in all_figures], True),
        "AUC": ([each.auc for each in all_figures], True),
        "top-1": ([each.top1 for each in all_figures], True),
        "top-1 of distorted": ([each.kind_top1 for each in all_figures], True),
        "false alarms": ([each.false_alarms for each in all_figures], False),
        "ECE": ([each.calibration_error for each in all_figures], False),
    }
    rows: list[tuple[Cell, ...]] = [
        (camera.name, figures.n_clean, *(values[index] for values, _ in by_column.values()))
        for index, (camera, figures) in enumerate(zip(cameras, all_figures, strict=True))
    ]
    summary = [mean_and_worst(values, high_is_good=good) for values, good in by_column.values()]
    rows.append(("mean", None, *(each and each[0] for each in summary)))
    rows.append(("worst", None, *(each and each[1] for each in summary)))
    return FigureTable(
        title=f"{title}; clean weighs one half; 95 % intervals over frames",
        columns=("data set", "frames", *by_column),
        rows=tuple(rows),
    )


def _recall_by_kind(cameras: Sequence[LeftOut]) -> FigureTable:
    rows: list[tuple[Cell, ...]] = []
    for kind in dict.fromkeys(kind for each in cameras for kind in each.recall):
        known = [(each.recall[kind], each.name) for each in cameras if kind in each.recall]
        worst, name = min(known, key=lambda pair: pair[0].value)
        rows.append((kind, fmean(each.value for each, _ in known), worst, name))
    return FigureTable(
        title="Recall of each kind; further kinds at a severity of 0.5 to 1",
        columns=("kind", "mean", "worst", "of"),
        rows=tuple(rows),
    )


def grading_tables(cameras: Sequence[Grading]) -> list[FigureTable]:
    """Give how quality and severity follow the true severity, a row a data set, then a row a kind."""
    columns = ("Spearman", "pooled", "in order", "severity error", "severity Spearman")
    rows = tuple(
        (
            each.name,
            each.n_frames,
            each.spearman,
            each.spearman_pooled,
            each.in_order,
            each.severity_error,
            each.severity_spearman,
        )
        for each in cameras
    )
    title = "Quality against severity, ten severities a kind; mean over kinds"
    return [FigureTable(title=title, columns=("data set", "frames", *columns), rows=rows), _kinds_table(cameras)]


def _kinds_table(cameras: Sequence[Grading]) -> FigureTable:
    kinds = dict.fromkeys(kind for each in cameras for kind in each.kinds)
    gradings = {kind: [each.kinds[kind] for each in cameras if kind in each.kinds] for kind in kinds}
    return FigureTable(
        title="The same by kind, mean over data sets; half found at: severity at which half fall under 0.5",
        columns=("kind", "Spearman", "pooled", "in order", "half found at", "severity error", "severity Spearman"),
        rows=tuple((kind, *_mean_grading(each)) for kind, each in gradings.items()),
    )


def _mean_grading(gradings: Sequence[KindGrading]) -> tuple[Cell, ...]:
    """Average over data sets; a figure that one of them lacks is left open."""
    columns: tuple[list[float | None], ...] = (
        [each.spearman for each in gradings],
        [each.spearman_pooled for each in gradings],
        [each.in_order for each in gradings],
        [each.half_found_at for each in gradings],
        [each.severity_error for each in gradings],
        [each.severity_spearman for each in gradings],
    )
    known = [[value for value in column if value is not None] for column in columns]
    return tuple(fmean(values) if len(values) == len(gradings) else None for values in known)


def recall_table(title: str, recalls: Sequence[Recall]) -> FigureTable:
    """Give what was found of each kind, a row a data set and kind."""
    return FigureTable(
        title=title,
        columns=("data set", "kind", "scored", "found", "named", "mean quality"),
        rows=tuple(
            (each.name, each.kind, each.n_scored, each.found, each.named, each.mean_quality) for each in recalls
        ),
    )
