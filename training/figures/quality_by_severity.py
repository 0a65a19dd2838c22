"""How quality falls as each kind gets worse."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from flir_iqa.kinds import CLEAN_THRESHOLD, NONE
from training.evaluation.judgement import Judgement
from training.figures.grouping import by_kind
from training.figures.severity_panels import curve_of, draw_panels
from training.figures.style import PALETTE, house_style


def draw_quality_by_severity(judgements: Sequence[Judgement]) -> Figure:
    """Draw median and quartiles of the quality against the true severity, with the threshold.

    Clean frames stand in each panel, at severity 0; judgements without a true severity are passed over.
    """
    groups = by_kind([each for each in judgements if each.severity is not None])
    clean = groups.pop(NONE, [])
    curves = {kind: curve_of([*clean, *members], _quality) for kind, members in groups.items()}
    with house_style():
        return draw_panels(curves, "quality", _mark_threshold)


def _quality(judgement: Judgement) -> float:
    return judgement.assessment.quality


def _mark_threshold(axes: Axes) -> None:
    axes.axhline(CLEAN_THRESHOLD, color=PALETTE[1], linewidth=0.9, linestyle="--")
