"""The comparison as a figure."""

from collections.abc import Sequence
from statistics import fmean
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.comparison.run import Row
from training.comparison.speed import Speed
from training.comparison.tables import PUBLISHED_ACCURACY, PUBLISHED_NAME
from training.figures.style import INK, MUTED, PALETTE, house_style, new_figure, readable

_CHANCE: Final = 0.5


def draw_comparison(rows: Sequence[Row], speeds: Sequence[Speed]) -> Figure:
    """Draw the mean accuracy over the data sets as bars, each data set as a dot, and the time of a frame beside."""
    names = list(dict.fromkeys(row.measure for row in rows))
    with house_style():
        figure = new_figure(9.0, 1.3 + 0.42 * len(names))
        accuracy, time = figure.subplots(1, 2, sharey=True, width_ratios=(2.2, 1))
        _draw_accuracy(accuracy, names, rows)
        _draw_time(time, names, speeds)
        accuracy.set_yticks(range(len(names)), [readable(name) for name in names])
        accuracy.invert_yaxis()
        return figure


def _draw_accuracy(axes: Axes, names: Sequence[str], rows: Sequence[Row]) -> None:
    for place, name in enumerate(names):
        values = [row.figures.accuracy for row in rows if row.measure == name]
        mean = fmean(values)
        axes.barh(place, mean - _CHANCE, left=_CHANCE, height=0.62, color=PALETTE[0 if place == 0 else 4])
        spread = np.linspace(-0.2, 0.2, len(values)) if len(values) > 1 else [0.0]
        axes.plot(values, place + np.asarray(spread), "o", color=INK, markersize=3, alpha=0.7)
        axes.text(1.015, place, f"{mean:.3f}", va="center", fontsize=8.5)
    axes.axvline(PUBLISHED_ACCURACY, color=PALETTE[1], linewidth=1.2, linestyle="--")
    axes.set_title(f"accuracy: mean (bar), each camera (dot); dashed: {PUBLISHED_NAME}", fontsize=8.5, loc="left")
    axes.set(xlim=(0.3, 1.1), xticks=np.arange(0.3, 1.01, 0.1), xlabel="accuracy, ancestor's protocol (0.5: guessing)")
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)


def _draw_time(axes: Axes, names: Sequence[str], speeds: Sequence[Speed]) -> None:
    for each in speeds:
        place = names.index(each.measure)
        axes.plot(each.cpu_ms, place, "D", color=PALETTE[0 if place == 0 else 4], markersize=7)
        axes.text(each.cpu_ms * 1.35, place, f"{each.cpu_ms:.3g} ms", va="center", fontsize=8)
    axes.set_xscale("log")
    if speeds:
        axes.set_title(f"a frame of {speeds[0].width} x {speeds[0].height}, one core", fontsize=8.5, loc="left")
        axes.set_xlim(0.5 * min(each.cpu_ms for each in speeds), 8 * max(each.cpu_ms for each in speeds))
    axes.xaxis.set_major_formatter(lambda ms, _place: f"{ms:g}")
    axes.set_xlabel("ms")
    axes.grid(visible=True, axis="x", color=MUTED)
