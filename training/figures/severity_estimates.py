"""How well the severity that the model estimates follows the true one."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from flir_iqa.kinds import NONE
from training.evaluation.judgement import Judgement
from training.figures.grouping import by_kind
from training.figures.severity_panels import curve_of, draw_panels
from training.figures.style import PALETTE, house_style


def draw_severity_estimates(judgements: Sequence[Judgement]) -> Figure:
    """Draw median and quartiles of the estimated severity against the true one.

    Clean frames, and judgements without a true or without an estimated severity, are passed over.
    """
    stated = [each for each in judgements if each.severity is not None and each.assessment.severity is not None]
    groups = by_kind([each for each in stated if each.kind != NONE])
    curves = {kind: curve_of(members, _estimate) for kind, members in groups.items()}
    with house_style():
        return draw_panels(curves, "estimated severity", _mark_diagonal)


def _estimate(judgement: Judgement) -> float:
    return judgement.assessment.severity or 0.0


def _mark_diagonal(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], color=PALETTE[1], linewidth=0.9, linestyle="--")
