"""The comparison as tables and as a figure."""

import numpy as np

from training.comparison.bars import draw_comparison
from training.comparison.run import Row
from training.comparison.speed import Speed
from training.comparison.tables import comparison_tables
from training.evaluation.detection import Detection


def row(measure: str, data_set: str, accuracy: float) -> Row:
    figures = Detection(
        name=data_set,
        n_scored=10,
        accuracy=accuracy,
        precision=None,
        recall=0.5,
        f1=None,
        auc=accuracy,
        top1=0.5,
        calibration_error=0.1,
        log_loss=1.0,
        false_alarms=0.0,
        true_noise_recall=None,
        n_true_noise=0,
    )
    return Row(measure=measure, fitted="scaling", figures=figures)


ROWS = [row("lite 1", "gate", 1.0), row("PIQE", "gate", 0.8), row("lite 1", "yard", 0.9), row("PIQE", "yard", 0.4)]
SPEEDS = [
    Speed(measure="lite 1", cpu_ms=10, times_model=1, width=640, height=512),
    Speed(measure="PIQE", cpu_ms=25, times_model=2.5, width=640, height=512),
]


def test_each_data_set_has_a_table_with_the_published_row_beside() -> None:
    gate, yard, _ = comparison_tables(ROWS, SPEEDS)
    assert gate.title.startswith("gate")
    assert [cells[:2] for cells in yard.rows] == [("lite 1", 0.9), ("PIQE", 0.4), ("FLIQE, as published", 0.859)]


def test_the_last_table_has_mean_worst_and_time() -> None:
    last = comparison_tables(ROWS, SPEEDS)[-1]
    assert last.rows[1] == ("PIQE", 0.6000000000000001, 0.4, 0.6000000000000001, 0.4, "25.0", "2.5", "scaling")


def test_the_figure_has_a_bar_for_each_mean_and_a_dot_for_each_camera() -> None:
    accuracy, time = draw_comparison(ROWS, SPEEDS).axes
    assert [bar.get_width() for bar in accuracy.patches] == [0.95 - 0.5, 0.6000000000000001 - 0.5]  # type: ignore[attr-defined]
    assert [label.get_text() for label in accuracy.get_yticklabels()] == ["lite 1", "PIQE"]
    dots = [line for line in accuracy.get_lines() if line.get_marker() == "o"]
    assert sum(len(np.asarray(line.get_xdata())) for line in dots) == 4
    assert [text.get_text() for text in time.texts] == ["10 ms", "25 ms"]
