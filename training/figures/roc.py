"""ROC curves of clean against distorted, one a camera."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from sklearn.metrics import roc_curve

from training.evaluation.judgement import Judgement
from training.figures.grouping import by_camera
from training.figures.style import MUTED, add_legend, house_style, look, new_figure, readable, say_nothing_to_show
from training.metrics import Flags, Floats, roc_auc

_CORNER: Final = 0.2
"""Side of the corner that is shown once more: where the curves of good models lie."""


def draw_roc(judgements: Sequence[Judgement]) -> Figure:
    """Draw the share of distorted frames found against the share of clean frames called distorted.

    Cameras without clean or without distorted frames have no curve.
    """
    with house_style():
        figure = new_figure(9.5, 4.2)
        curves = {name: curve for name, members in by_camera(judgements).items() if (curve := _curve(members))}
        if not curves:
            say_nothing_to_show(figure, "no camera has both clean and distorted frames")
            return figure
        whole, corner = figure.subplots(1, 2)
        _draw(whole, curves)
        lines = _draw(corner, curves)
        whole.set(xlim=(-0.01, 1), ylim=(0, 1.01), title="all", ylabel="distorted frames found")
        whole.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle=":")
        corner.set(xlim=(-_CORNER / 50, _CORNER), ylim=(1 - _CORNER, 1 + _CORNER / 50), title="upper left corner")
        labels = [f"{readable(name)}  {area:.3f}" for name, (_, _, area) in curves.items()]
        add_legend(corner, lines, labels, "camera, area under the curve")
        return figure


def _curve(members: Sequence[Judgement]) -> tuple[Floats, Floats, float] | None:
    """Give false alarms, share found and the area; None where a class is missing."""
    badness = np.array([1 - each.assessment.quality for each in members], np.float64)
    distorted: Flags = np.array([each.distorted for each in members], np.bool_)
    area = roc_auc(badness, distorted)
    if area is None:
        return None
    alarms, found, _ = roc_curve(distorted, badness)
    return alarms, found, area


def _draw(axes: Axes, curves: dict[str, tuple[Floats, Floats, float]]) -> list[Line2D]:
    axes.set_xlabel("clean frames called distorted")
    axes.grid(visible=True)
    lines = []
    for index, (alarms, found, _) in enumerate(curves.values()):
        style = look(index)
        lines += axes.plot(alarms, found, color=style.colour, linestyle=style.line, linewidth=1.6)
    return lines
