"""Median and quartiles of what the model says, against the true severity: one small panel a kind."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.evaluation.judgement import Judgement
from training.figures.style import MUTED, PALETTE, in_words, new_figure, say_nothing_to_show
from training.metrics import Floats

_COLUMNS: Final = 6
_QUARTILES: Final = (25, 50, 75)
_PANEL_IN: Final = 1.6


class Curve(NamedTuple):
    """Quartiles at S severities.

    Attributes:
        severity: The true severities, rising, S.
        quartiles: Lower quartile, median and upper quartile at each, 3 x S.
    """

    severity: Floats
    quartiles: Floats


def curve_of(judgements: Sequence[Judgement], value: Callable[[Judgement], float]) -> Curve:
    """Give the quartiles of a value at each true severity; judgements without one are passed over."""
    steps: dict[float, list[float]] = {}
    for each in judgements:
        if each.severity is not None:
            steps.setdefault(round(each.severity, 3), []).append(value(each))
    severities = sorted(steps)
    return Curve(np.array(severities), np.array([np.percentile(steps[each], _QUARTILES) for each in severities]).T)


def draw_panels(curves: Mapping[str, Curve], ylabel: str, mark: Callable[[Axes], object]) -> Figure:
    """Draw one panel a kind.

    Args:
        curves: By kind.
        ylabel: What the values are.
        mark: Draws the line to compare with into a panel.
    """
    n_rows = max(1, math.ceil(len(curves) / _COLUMNS))
    figure = new_figure(9.5, 0.6 + _PANEL_IN * n_rows)
    if not curves:
        say_nothing_to_show(figure, "no frames of a graded severity")
        return figure
    panels = figure.subplots(n_rows, _COLUMNS, sharex=True, sharey=True, squeeze=False).ravel()
    for axes, (kind, curve) in zip(panels, curves.items(), strict=False):
        mark(axes)
        _draw(axes, kind, curve)
    for axes in panels[len(curves) :]:
        axes.set_axis_off()
    figure.supxlabel("true severity", fontsize=9)
    figure.supylabel(ylabel, fontsize=9)
    return figure


def _draw(axes: Axes, kind: str, curve: Curve) -> None:
    lower, median, upper = curve.quartiles
    axes.fill_between(curve.severity, lower, upper, color=PALETTE[0], alpha=0.25, linewidth=0)
    axes.plot(curve.severity, median, color=PALETTE[0], marker="o", markersize=2.5, linewidth=1.4)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
    axes.set_title(in_words(kind), fontsize=8.5)
    axes.grid(visible=True, color=MUTED)
